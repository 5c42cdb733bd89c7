import type { EventSourceMappingConfig } from '../config/event-source-mapping-config.ts';
import type { EventRecord } from './event-record.ts';

/** AWS publishes no backoff; this one is exponential with jitter between half and all of the delay. */
export interface BackoffBounds {
  readonly initialMs: number;
  readonly maximumMs: number;
}

/** Records that a partial batch response retries: exactly the listed, or all from a partition's lowest listed on. */
export type Redelivery = 'listed' | 'from-lowest';

export interface RetryPolicy {
  /** Absent: for ever. */
  readonly maximumRetries: number | undefined;
  /** Absent: for ever. */
  readonly maximumRecordAgeMs: number | undefined;
  readonly bisect: boolean;
  readonly redelivery: Redelivery;
}

/** Records of one delivery, with their history. */
export interface Attempt {
  /** In offset order per partition. */
  readonly records: readonly EventRecord[];
  /** Retries used up so far. */
  readonly retries: number;
  /** Invocations the records have been in so far. */
  readonly invocations: number;
  /** Failures and throttles in a row: the backoff grows with it. */
  readonly failures: number;
}

export type InvocationOutcome =
  | { readonly kind: 'success' }
  /** Throttled, or the batch did not reach the function for another reason. */
  | { readonly kind: 'not-invoked' }
  | { readonly kind: 'function-error' }
  /** A response that fails the whole batch without a function error. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'partial'; readonly failed: readonly EventRecord[] };

/** The outcome of a batch after an invocation; records in neither list are processed. */
export interface Verdict {
  /** In order: a later one waits for an earlier one wherever they share a partition. */
  readonly retry: readonly Attempt[];
  readonly exhausted: readonly EventRecord[];
}

/** Retry limit of Lambda where both "for ever" and a destination are configured. */
const cappedRetries = 10;

export function retryPolicy(config: EventSourceMappingConfig, redelivery: Redelivery): RetryPolicy {
  return {
    maximumRetries: config.maximumRetryAttempts ?? (config.onFailureTopic === undefined ? undefined : cappedRetries),
    maximumRecordAgeMs: config.maximumRecordAgeMs,
    bisect: config.bisectOnFunctionError,
    redelivery,
  };
}

/** Splits off the records that are too old for another retry. */
export function splitByAge(policy: RetryPolicy, records: readonly EventRecord[], now: number) {
  const limit = policy.maximumRecordAgeMs;
  if (limit === undefined) return { tooOld: [], young: records };
  const isOld = (record: EventRecord): boolean => now - record.timestamp > limit;
  return { tooOld: records.filter(isOld), young: records.filter((record) => !isOld(record)) };
}

export function decide(policy: RetryPolicy, attempt: Attempt, outcome: InvocationOutcome): Verdict {
  const { records, retries } = attempt;
  const failures = attempt.failures + 1;
  if (outcome.kind === 'success') return { retry: [], exhausted: [] };
  if (outcome.kind === 'not-invoked') return { retry: [{ ...attempt, failures }], exhausted: [] };

  const invocations = attempt.invocations + 1;
  if (outcome.kind === 'function-error' && policy.bisect && records.length > 1) {
    // A split costs no retry, and both halves start with what their parent had.
    const middle = Math.ceil(records.length / 2);
    const halves = [records.slice(0, middle), records.slice(middle)];
    return { retry: halves.map((half) => ({ records: half, retries, invocations, failures })), exhausted: [] };
  }
  const failed = outcome.kind === 'partial' ? redelivered(policy, records, outcome.failed) : records;
  if (policy.maximumRetries !== undefined && retries >= policy.maximumRetries) return { retry: [], exhausted: failed };
  return { retry: [{ records: failed, retries: retries + 1, invocations, failures }], exhausted: [] };
}

export function backoffMs({ initialMs, maximumMs }: BackoffBounds, failures: number, random: number): number {
  const delay = Math.min(maximumMs, initialMs * 2 ** (Math.max(1, failures) - 1));
  return (delay * (1 + random)) / 2;
}

function redelivered(policy: RetryPolicy, records: readonly EventRecord[], failed: readonly EventRecord[]) {
  if (policy.redelivery === 'listed') return failed;
  const lowest = new Map<number, number>();
  for (const { partition, offset } of failed) {
    lowest.set(partition, Math.min(offset, lowest.get(partition) ?? Number.POSITIVE_INFINITY));
  }
  return records.filter(({ partition, offset }) => offset >= (lowest.get(partition) ?? Number.POSITIVE_INFINITY));
}
