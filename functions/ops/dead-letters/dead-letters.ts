import type { DeadLetters, DeadLettersReplayed, ReplayDeadLettersRequest } from '../../../schemas/generated/types.ts';
import { deadLetterTopic, type TopicName } from '../../../schemas/topics.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { leftOf, newestOf, pageOf } from './dead-letter-page-domain.ts';
import {
  deadLetterSummary,
  failedPlace,
  marksOfLetter,
  type ReadLetter,
  readLetter,
  replayOfLetter,
} from './dead-letter-summary.ts';
import type { DeadLetterQueues, LastError, LastErrorReader, ReplayMarks, ReturnedRecords } from './ports.ts';

export interface DeadLettersPorts {
  readonly queues: DeadLetterQueues;
  readonly returned: ReturnedRecords;
  readonly lastErrors: LastErrorReader;
  readonly replays: ReplayMarks;
  readonly clock: Clock;
}

interface Listing {
  readonly topic: TopicName;
  readonly limit: number;
  /** By partition, the offset at which the previous page ended. */
  readonly page?: ReadonlyMap<number, number>;
  readonly deadline: Deadline;
}

/** The last errors of the letters that have one. */
const lastErrorsOf = async (
  letters: readonly ReadLetter[],
  lastErrors: LastErrorReader,
): Promise<ReadonlyMap<ReadLetter, LastError | undefined>> => {
  const failed = letters.flatMap((letter) => {
    const place = failedPlace(letter);
    return place === undefined ? [] : [{ letter, place }];
  });
  const errors = await lastErrors.of(failed.map(({ place }) => place));
  return new Map(failed.map(({ letter }, index) => [letter, errors[index]]));
};

/** Lists the dead-letter queue of a topic, newest first: an alarm is about the newest letters. */
export const listDeadLetters =
  ({ queues, lastErrors, replays }: Pick<DeadLettersPorts, 'queues' | 'lastErrors' | 'replays'>) =>
  async ({ topic, limit, page, deadline }: Listing): Promise<DeadLetters> => {
    const kept = await queues.kept(topic);
    const left = leftOf(kept, page);
    const { records, next } = pageOf(left, await queues.read(topic, newestOf(left, limit), deadline), limit);
    const letters = records.map((record) => readLetter(topic, record));
    const [errors, marks] = await Promise.all([
      lastErrorsOf(letters, lastErrors),
      replays.of(letters.flatMap(marksOfLetter)),
    ]);
    return {
      topic,
      queue: deadLetterTopic(topic),
      held: kept.reduce((sum, { from, end }) => sum + end - from, 0),
      letters: letters.map((letter) => deadLetterSummary(letter, errors.get(letter), replayOfLetter(letter, marks))),
      ...(next !== undefined && { next }),
    };
  };

const placeOf = ({ letter: { partition, offset } }: ReadLetter) => ({ partition, offset });

/** The reason why nothing was replayed, and the positions in the request of the letters that are gone or unreadable. */
export interface NotReplayed {
  readonly why: 'gone' | 'unreadable';
  readonly at: readonly number[];
}

/** The records are written back, but may not be marked: a retry may write them again. */
export class MarkOutcomeUnknown extends TransientError {
  override readonly name = 'MarkOutcomeUnknown';
}

const marking = async (marked: Promise<void>): Promise<void> => {
  try {
    await marked;
  } catch (thrown) {
    if (!(thrown instanceof TransientError)) throw thrown;
    throw new MarkOutcomeUnknown(`Written back, but not marked: ${thrown.message}`, { cause: thrown });
  }
};

interface Replay extends ReplayDeadLettersRequest {
  /** The operator. */
  readonly by: string;
  readonly deadline: Deadline;
}

/**
 * Writes records of a dead-letter queue back to their topic, all or none, in the queue's order per partition; skips those that were
 * replayed before. Marks records only after Kafka has acknowledged them: after a crash in between they may be replayed twice, but
 * none is marked without having been written.
 */
export const replayDeadLetters =
  ({ queues, returned, replays, clock }: Omit<DeadLettersPorts, 'lastErrors'>) =>
  async ({
    topic,
    letters,
    again = false,
    by,
    deadline,
  }: Replay): Promise<Result<DeadLettersReplayed, NotReplayed>> => {
    const nameOf = (one: { readonly partition: number; readonly offset: number }) => `${one.partition}-${one.offset}`;
    const named = [...new Map(letters.map((one) => [nameOf(one), one])).values()].sort(
      (a, b) => a.partition - b.partition || a.offset - b.offset,
    );
    const kept = new Map((await queues.kept(topic)).map((one) => [one.partition, one]));
    const there = named.filter(({ partition, offset }) => {
      const { from = 0, end = 0 } = kept.get(partition) ?? {};
      return offset >= from && offset < end;
    });
    const ranges = there.map(({ partition, offset }) => ({ partition, from: offset, end: offset + 1 }));
    const read = await queues.read(topic, ranges, deadline);
    const found = new Map(read.map((record) => [nameOf(record), readLetter(topic, record)]));
    const positions = (isIt: (letter: ReadLetter | undefined) => boolean) =>
      letters.flatMap((one, index) => (isIt(found.get(nameOf(one))) ? [index] : []));
    const gone = positions((letter) => letter === undefined);
    if (gone.length > 0) return err({ why: 'gone', at: gone });
    const unreadable = positions((letter) => letter?.originals.length === 0);
    if (unreadable.length > 0) return err({ why: 'unreadable', at: unreadable });
    const all = named.flatMap((one) => found.get(nameOf(one)) ?? []);
    const marks = again ? new Map() : await replays.of(all.flatMap(marksOfLetter));
    const skipped = all.flatMap((one) => {
      const replayed = replayOfLetter(one, marks);
      return replayed === undefined ? [] : [{ ...placeOf(one), replayed: { ...replayed } }];
    });
    const pending = all.filter((one) => replayOfLetter(one, marks) === undefined);
    if (pending.length === 0) return ok({ topic, replayed: [], skipped });
    // Before the first write: a record that fails again is dead-lettered after this time.
    const at = clock.now().toISOString();
    const written = pending.flatMap(({ originals }) => originals);
    const partitions = [...(await returned.write(written, deadline))];
    await marking(replays.mark(pending.flatMap(marksOfLetter), { at, by }));
    const replayed = pending.map((one) => ({
      ...placeOf(one),
      written_to: partitions.splice(0, one.originals.length),
    }));
    return ok({ topic, replayed, skipped });
  };
