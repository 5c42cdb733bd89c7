import { batchOutcome, causeOf, mergeOutcomes, processTogether } from '../../shared/runtime/idioms/batch-outcome.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import type { BatchOutcome, Idiom, Received } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { rowName } from '../model/domain.ts';
import type { ViewStore } from '../model/ports.ts';
import { pageLimit } from '../model/seen-pages-domain.ts';
import { type CountedEvent, contributionsOf } from '../model/views-domain.ts';
import { addToRow, recountLost } from './add-to-row.ts';
import { BatchProgress } from './progress.ts';
import { type Packing, type Sighting, sightings } from './sightings.ts';

type ReceivedEvent = Received<CountedEvent>;

/** Concurrent rows. Few: no order waits for the views, and orders share the write capacity. */
const concurrency = 8;

/** The views, and how events are counted in them. */
interface Projected extends Packing {
  readonly store: ViewStore;
}

/** Writes all other rows even after a fault, or one row would block the rest of the batch. */
const countTogether = async (
  seen: readonly Sighting[],
  progress: BatchProgress,
  { store, packedFrom }: Projected,
): Promise<void> => {
  const contributions = [];
  for (const { event, record } of seen)
    contributions.push(...contributionsOf(event, record, { gap: await progress.gapBefore(record), packedFrom }));
  const rows = [...Map.groupBy(contributions, rowName).values()];
  const faults: unknown[] = [];
  await concurrently(rows, concurrency, (row) =>
    addToRow(row, store).catch((thrown: unknown) => void faults.push(thrown)),
  );
  const defect = faults.find((thrown) => !(thrown instanceof TransientError)) ?? faults[0];
  if (defect !== undefined) throw defect;
};

/** Checks row by row, in the order of the records: some rows have counted a formerly dead-lettered event, others have not. */
const countOneByOne = async (
  seen: readonly Sighting[],
  progress: BatchProgress,
  projected: Projected,
): Promise<void> => {
  const { store, packedFrom } = projected;
  for (const one of seen) {
    if (one.lost.length === 0) {
      await countTogether([one], progress, projected);
      continue;
    }
    const gap = await progress.gapBefore(one.record);
    for (const contribution of contributionsOf(one.event, one.record, { gap, packedFrom }))
      await recountLost(contribution, one, store);
  }
};

const asTransient = (thrown: unknown): TransientError =>
  thrown instanceof TransientError ? thrown : new TransientError(causeOf(thrown), { cause: thrown });

const count = async (
  received: readonly ReceivedEvent[],
  progress: BatchProgress,
  projected: Projected,
): Promise<BatchOutcome<CountedEvent>> => {
  try {
    const seen = await sightings(received, progress, projected.store, projected);
    const inOrder = seen.some(({ lost, record }) => lost.length > 0 || progress.isBehindGap(record));
    await (inOrder ? countOneByOne : countTogether)(seen, progress, projected);
  } catch (thrown) {
    const [only, ...others] = received;
    // The record is dead-lettered. Its gap must be stored before any record behind it is counted; otherwise it is redelivered.
    if (only !== undefined && others.length === 0 && !(thrown instanceof TransientError))
      await progress.recordGap(only.record).catch((fault: unknown) => {
        throw asTransient(fault);
      });
    throw thrown;
  }
  for (const [topic, group] of Map.groupBy(received, ({ record }) => record.topic)) {
    const times = group.map(({ event }) => event.timestamp).sort();
    await projected.store.touch(topic, times.at(-1) ?? '');
  }
  return batchOutcome();
};

const failedAll = (received: readonly ReceivedEvent[], error: TransientError): BatchOutcome<CountedEvent> => ({
  emit: [],
  failed: received.map((one) => ({ received: one, error })),
  rejected: [],
});

/** Records of one topic. */
const countTopic = async (
  topic: string,
  received: readonly ReceivedEvent[],
  { store, limit }: { readonly store: ViewStore; readonly limit: number },
): Promise<BatchOutcome<CountedEvent>> => {
  const progress = new BatchProgress(
    store,
    topic,
    received.map(({ record }) => record),
  );
  try {
    const projected = { store, packedFrom: await store.packedFrom(), limit };
    await progress.begin();
    const outcome = await processTogether(received, (some) => count(some, progress, projected));
    await progress.end(outcome.failed.map(({ received: one }) => one.record));
    return outcome;
  } catch (thrown) {
    // A defect here is no fault of a record: dead-letters none of them.
    return failedAll(received, asTransient(thrown));
  }
};

/**
 * Counts events in the views, each once, at any offset and number of deliveries: fences deduplicate redelivered records, stored
 * places deduplicate re-emitted events, and a replayed dead letter is counted only in the rows that miss it. Emits nothing.
 */
export const project =
  ({ store, limit = pageLimit }: { readonly store: ViewStore; readonly limit?: number }): Idiom<CountedEvent> =>
  async (received) => {
    const parts: BatchOutcome<CountedEvent>[] = [];
    for (const [topic, group] of Map.groupBy(received, ({ record }) => record.topic))
      parts.push(await countTopic(topic, group, { store, limit }));
    return mergeOutcomes(parts);
  };
