import { type EventSource, maximumPayloadBytes, PayloadSize } from './event-payload.ts';
import type { EventRecord } from './event-record.ts';
import type { Lane } from './lane.ts';

export interface BatchLimits {
  readonly batchSize: number;
  readonly batchingWindowMs: number;
}

export type FormedBatch =
  | { readonly kind: 'batch'; readonly records: readonly EventRecord[]; readonly lanes: ReadonlyMap<number, Lane> }
  /** Not closed yet: the window ends at this time (Unix milliseconds). */
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'empty' };

/**
 * Takes the next batch from lanes that are free, in the order given. A batch closes at the first of: `BatchSize` records
 * over all partitions, 6 MB of event, window over since its oldest record arrived. A record too large for any event comes alone.
 */
export function formBatch(free: readonly Lane[], limits: BatchLimits, source: EventSource, now: number): FormedBatch {
  let [count, bytes, oldest] = [0, 0, Number.POSITIVE_INFINITY];
  for (const lane of free) {
    count += lane.pendingCount;
    bytes += lane.pendingBytes;
    oldest = Math.min(oldest, lane.pending[0]?.arrivedAt ?? oldest);
  }
  if (count === 0) return { kind: 'empty' };
  const until = oldest + limits.batchingWindowMs;
  if (count < limits.batchSize && bytes < maximumPayloadBytes && now < until) return { kind: 'open', until };
  return take(free, limits.batchSize, new PayloadSize(source));
}

function take(free: readonly Lane[], batchSize: number, size: PayloadSize): FormedBatch {
  const records: EventRecord[] = [];
  const lanes = new Map<number, Lane>();
  let closed = false;
  for (const lane of free) {
    let taken = 0;
    for (const record of lane.pending) {
      const fits = size.add(record);
      if (!fits && records.length > 0) closed = true;
      if (closed) break;
      records.push(record);
      taken += 1;
      closed = !fits || records.length === batchSize;
    }
    if (taken > 0) {
      lane.take(taken);
      lanes.set(lane.partition, lane);
    }
    if (closed) break;
  }
  return { kind: 'batch', records, lanes };
}
