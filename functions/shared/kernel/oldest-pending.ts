/** The position of a consumer group in one partition. */
export interface PendingRange {
  readonly partition: number;
  /** The first offset that the group has not acknowledged. */
  readonly acknowledged: number;
  readonly end: number;
}

/** By partition, the first offset of a record that is not older than a time (epoch ms). */
export type OffsetsAt = (time: number) => Promise<ReadonlyMap<number, number>>;

/** Longer than the retention of any topic. */
const longestMs = 120 * 86_400_000;
const shortestMs = 1_000;
/** Relative precision of the age. */
const precision = 1.05;

/**
 * The write time (epoch ms) of the oldest pending record, to a twentieth of its age: Kafka's time index answers whether an older
 * record is pending, which needs no permission to read records. `now` if none is older than a second. Bisects the logarithm of the
 * age: nine questions at most.
 */
export const oldestPending = async (
  offsetsAt: OffsetsAt,
  positions: readonly PendingRange[],
  now: number,
): Promise<number> => {
  const isOlder = async (ageMs: number): Promise<boolean> => {
    const offsets = await offsetsAt(Math.round(now - ageMs));
    return positions.some(
      ({ partition, acknowledged, end }) => acknowledged < Math.min(end, offsets.get(partition) ?? 0),
    );
  };
  let [young, old] = [shortestMs, longestMs];
  if (!(await isOlder(young))) return now;
  while (old / young > precision) {
    const middle = Math.sqrt(young * old);
    if (await isOlder(middle)) young = middle;
    else old = middle;
  }
  return now - young;
};
