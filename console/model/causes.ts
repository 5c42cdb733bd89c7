import type { DeadLetter } from '../data/answers.ts';

/** Letters with one cause. */
export interface Cause {
  /** The cause without what differs from record to record. */
  readonly cause: string;
  readonly letters: readonly DeadLetter[];
  /** Those that a replay would write. */
  readonly pending: readonly DeadLetter[];
}

const generalised = (cause: string): string =>
  cause
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '…')
    .replaceAll(/\b[0-9a-f]{32}\b/gi, '…')
    .replaceAll(/\d+/g, '#');

/** The original record is known, and no replay has covered it. */
export const isPending = ({ replayable, replayed }: DeadLetter): boolean => replayable && replayed === undefined;

/** Groups letters by cause: those of the most pending records first. */
export const byCause = (letters: readonly DeadLetter[]): readonly Cause[] =>
  [...Map.groupBy(letters, ({ cause }) => generalised(cause))]
    .map(([cause, group]) => ({ cause, letters: group, pending: group.filter(isPending) }))
    .sort((one, other) => other.pending.length - one.pending.length || other.letters.length - one.letters.length);

/** Most records of one replay request. */
export const mostReplayed = 100;

/** The next records of a cause to replay: the oldest first, as they were dead-lettered. */
export const nextReplay = ({ pending }: Pick<Cause, 'pending'>): readonly Pick<DeadLetter, 'partition' | 'offset'>[] =>
  pending
    .toSorted((one, other) => one.partition - other.partition || one.offset - other.offset)
    .slice(0, mostReplayed)
    .map(({ partition, offset }) => ({ partition, offset }));
