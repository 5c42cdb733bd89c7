import { acceptCountedEvent } from '../../functions/analytics/model/accept-counted-event.ts';
import { type Correction, correctionOf } from '../../functions/analytics/model/correction-domain.ts';
import type { RowKey } from '../../functions/analytics/model/domain.ts';
import type { ConsumerPosition, RecordPlace } from '../../functions/analytics/model/ports.ts';
import { type Difference, type LiveRow, recount, sourceOf } from '../../functions/analytics/model/recount-domain.ts';
import { recordEvent } from '../client/record-event.ts';
import type { Progress } from '../commands/progress.ts';
import { digestsOf, type RecountedView } from './view-digests.ts';

/** The table of the views, as an operator works on it. */
export interface ViewTable {
  rows(): Promise<readonly LiveRow[]>;
  /** The first day of packed events. */
  packedFrom(): Promise<string>;
  /** Corrects a row, unless it was corrected or its fences moved since it was read: then false. */
  correct(key: RowKey, correction: Correction, corrections: number): Promise<boolean>;
  /** Clears the dead-letter marks of records that the views have now. Returns their number. */
  forgetDeadLetters(isCounted: (place: RecordPlace) => boolean): Promise<number>;
}

/** A partition of a topic, and up to where the projection has acknowledged it. */
type LogPosition = Omit<ConsumerPosition, 'lost'>;

interface LogValue {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: Uint8Array;
}

/** The topics that the views are made of. */
export interface EventLog {
  positions(): Promise<readonly LogPosition[]>;
  /** From the first record there is to the end of the positions, each partition in order. */
  read(positions: readonly LogPosition[], onRecord: (record: LogValue) => void): Promise<void>;
}

export interface RebuildPorts {
  readonly table: Pick<ViewTable, 'rows' | 'packedFrom'>;
  readonly log: EventLog;
}

export interface Recounted {
  readonly records: number;
  readonly views: readonly RecountedView[];
  readonly differences: readonly Difference[];
  /** Topics whose first records are gone: they cannot be counted again. */
  readonly cut: readonly string[];
  /** The first record of each partition that was not counted again. */
  readonly countedTo: readonly RecordPlace[];
}

/** Counts the log again and compares the live rows with it. The platform may run meanwhile. */
export const recountViews = async (
  { table, log }: RebuildPorts,
  onStep: (title: string, total: number) => Progress,
): Promise<Recounted> => {
  // In this order: rows hold at least what was acknowledged before they were read, and the log at least what the rows do.
  const before = await log.positions();
  const all = await table.rows();
  const positions = await log.positions();
  const cut = [...new Set(positions.filter(({ first }) => first > 0).map(({ topic }) => topic))];
  const whole = positions.filter(({ topic }) => !cut.includes(topic));
  const live = all.filter((row) => !cut.includes(sourceOf(row)));
  const acknowledged = new Map(before.map((one) => [`${one.topic}-${one.partition}`, one.acknowledged]));
  const counted = recount(
    live,
    ({ topic, partition, offset }) => offset < (acknowledged.get(`${topic}-${partition}`) ?? 0),
    await table.packedFrom(),
  );
  let records = 0;
  const progress = onStep(
    'records',
    whole.reduce((sum, { first, end }) => sum + end - first, 0),
  );
  await log.read(whole, ({ value, ...place }) => {
    const event = recordEvent(acceptCountedEvent, value);
    if (event !== undefined) counted.add({ ...place, event });
    records += 1;
    progress.update(records);
  });
  progress.stop();
  return {
    records,
    cut,
    differences: counted.differences(),
    views: digestsOf(live, counted.rows()),
    countedTo: before
      .filter(({ topic }) => !cut.includes(topic))
      .map(({ topic, partition, acknowledged: offset }) => ({ topic, partition, offset })),
  };
};

/** Adds what is missing to each row, and subtracts the excess. Returns the rows that moved meanwhile. */
export const correctViews = async (
  { table }: { readonly table: Pick<ViewTable, 'correct'> },
  differences: readonly Difference[],
): Promise<readonly RowKey[]> => {
  const moved: RowKey[] = [];
  for (const difference of differences) {
    const { view, row, corrections } = difference;
    if (!(await table.correct({ view, row }, correctionOf(difference), corrections))) moved.push({ view, row });
  }
  return moved;
};

/** Whether a record was counted again. */
export const isBefore = (countedTo: readonly RecordPlace[], { topic, partition, offset }: RecordPlace): boolean =>
  countedTo.some((end) => end.topic === topic && end.partition === partition && offset < end.offset);
