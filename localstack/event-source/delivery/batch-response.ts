import { topicPartition } from './event-payload.ts';
import type { EventRecord } from './event-record.ts';

/** The parsed partial batch response. */
export type BatchResponse =
  | { readonly kind: 'success' }
  | { readonly kind: 'partial'; readonly failed: readonly EventRecord[] }
  /** Not parseable, so the whole batch counts as failed. */
  | { readonly kind: 'malformed'; readonly reason: string };

const success: BatchResponse = { kind: 'success' };

/**
 * Reads `{"batchItemFailures":[{"itemIdentifier":{"partition":"<topic>-<partition>","offset":<number>}}]}`.
 *
 * @param payload the function's response: JSON text, or nothing.
 * @param sent the records of the event: only these may be named.
 */
export function parseBatchResponse(payload: string, topic: string, sent: readonly EventRecord[]): BatchResponse {
  let response: unknown;
  try {
    response = payload === '' ? null : JSON.parse(payload);
  } catch {
    return malformed('the response is not JSON');
  }
  if (response === null || response === '') return success;
  if (typeof response !== 'object') return malformed(`the response is a ${typeof response}, not an object`);
  const failures: unknown = 'batchItemFailures' in response ? response.batchItemFailures : null;
  if (failures === null) return success;
  if (!Array.isArray(failures)) return malformed('batchItemFailures is not a list');
  if (failures.length === 0) return success;
  return failedRecords(failures, topic, sent);
}

function failedRecords(failures: readonly unknown[], topic: string, sent: readonly EventRecord[]): BatchResponse {
  const unseen = new Map(
    sent.map((record) => [identifier(topicPartition(topic, record.partition), record.offset), record]),
  );
  const failed = new Set<EventRecord>();
  for (const failure of failures) {
    const id = itemIdentifier(failure);
    if (id === undefined)
      return malformed(`itemIdentifier must be {partition, offset}, got ${JSON.stringify(failure)}`);
    const record = unseen.get(identifier(id.partition, id.offset));
    if (record === undefined) return malformed(`${id.partition} offset ${id.offset} is not in this batch`);
    failed.add(record);
  }
  return { kind: 'partial', failed: sent.filter((record) => failed.has(record)) };
}

function itemIdentifier(failure: unknown): { readonly partition: string; readonly offset: number } | undefined {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return undefined;
  const id = failure.itemIdentifier;
  if (typeof id !== 'object' || id === null || Object.keys(id).length !== 2) return undefined;
  if (!('partition' in id) || !('offset' in id)) return undefined;
  const { partition, offset } = id;
  return typeof partition === 'string' && typeof offset === 'number' ? { partition, offset } : undefined;
}

function identifier(partition: string, offset: number): string {
  return `${partition}@${offset}`;
}

function malformed(reason: string): BatchResponse {
  return { kind: 'malformed', reason };
}
