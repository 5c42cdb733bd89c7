import { deadLetterTopic, type TopicName } from '../../schemas/catalogue.ts';
import type { DeadLetters, DeadLettersReplayed, ReplayDeadLettersRequest } from '../../schemas/generated/types.ts';
import { err, ok, type Result } from '../shared/kernel/result.ts';
import type { Deadline } from '../shared/runtime/idioms/batch.ts';
import { leftOf, newestOf, pageOf } from './dead-letter-page-domain.ts';
import { deadLetterSummary } from './dead-letter-summary.ts';
import { givenUp } from './given-up.ts';
import type { DeadLetterQueues, ReturnedRecords } from './ports.ts';

export interface DeadLettersPorts {
  readonly queues: DeadLetterQueues;
  readonly returned: ReturnedRecords;
}

interface Listing {
  readonly topic: TopicName;
  readonly limit: number;
  /** By partition, where the page before stopped. */
  readonly page?: ReadonlyMap<number, number>;
  readonly deadline: Deadline;
}

/** What the dead-letter queue of a topic holds, the newest first: what an alarm has just told of. */
export const listDeadLetters =
  ({ queues }: Pick<DeadLettersPorts, 'queues'>) =>
  async ({ topic, limit, page, deadline }: Listing): Promise<DeadLetters> => {
    const kept = await queues.kept(topic);
    const left = leftOf(kept, page);
    const { records, next } = pageOf(left, await queues.read(topic, newestOf(left, limit), deadline), limit);
    return {
      topic,
      queue: deadLetterTopic(topic),
      held: kept.reduce((sum, { from, end }) => sum + end - from, 0),
      letters: records.map((record) => deadLetterSummary(topic, record)),
      ...(next !== undefined && { next }),
    };
  };

/** Why nothing was written back: positions in the request of what is not there, or does not tell what it was. */
export interface NotReplayed {
  readonly why: 'gone' | 'unreadable';
  readonly at: readonly number[];
}

interface Replay extends ReplayDeadLettersRequest {
  readonly deadline: Deadline;
}

/**
 * Writes records of a dead-letter queue back to their topic: all that are named, or none. Those of one partition go in the
 * order in which they were given up. The queue stays as it is.
 */
export const replayDeadLetters =
  ({ queues, returned }: DeadLettersPorts) =>
  async ({ topic, letters, deadline }: Replay): Promise<Result<DeadLettersReplayed, NotReplayed>> => {
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
    const found = new Map(read.map((record) => [nameOf(record), givenUp(topic, record).originals]));
    const positions = (isIt: (originals: readonly unknown[] | undefined) => boolean) =>
      letters.flatMap((one, index) => (isIt(found.get(nameOf(one))) ? [index] : []));
    const gone = positions((originals) => originals === undefined);
    if (gone.length > 0) return err({ why: 'gone', at: gone });
    const unreadable = positions((originals) => originals?.length === 0);
    if (unreadable.length > 0) return err({ why: 'unreadable', at: unreadable });
    const originals = named.map((one) => found.get(nameOf(one)) ?? []);
    const partitions = [...(await returned.write(originals.flat(), deadline))];
    const replayed = named.map(({ partition, offset }, index) => ({
      partition,
      offset,
      written_to: partitions.splice(0, originals[index]?.length),
    }));
    return ok({ topic, replayed });
  };
