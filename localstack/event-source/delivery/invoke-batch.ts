import type { Invoker } from '../../lambda/invoker.ts';
import type { EventSourceLog } from '../telemetry/event-source-log.ts';
import type { MetricsCounter } from '../telemetry/metrics.ts';
import { parseBatchResponse } from './batch-response.ts';
import { type EventSource, eventPayload } from './event-payload.ts';
import type { EventRecord } from './event-record.ts';
import type { InvocationOutcome } from './retry-policy.ts';

export interface BatchInvokerSettings {
  readonly functionName: string;
  readonly source: EventSource;
  readonly partialBatchResponses: boolean;
}

interface InvokedBatch {
  readonly outcome: InvocationOutcome;
  /** Absent when the batch did not reach the function. */
  readonly requestId: string | undefined;
  /** As the Invoke API reports it. */
  readonly functionError: string | null;
}

export type BatchInvoker = (records: readonly EventRecord[], signal: AbortSignal) => Promise<InvokedBatch>;

/** Invokes the function with batches and classifies the result: not reached, function error, partial batch response. */
export function batchInvoker(
  settings: BatchInvokerSettings,
  invoker: Invoker,
  metrics: MetricsCounter,
  log: EventSourceLog,
): BatchInvoker {
  const { functionName, source } = settings;
  const warn = (message: string, details: Readonly<Record<string, unknown>>): void =>
    log({ level: 'WARN', type: 'ESM_PROCESSING_EVENT', message, details });

  const failed = (outcome: InvocationOutcome, records: number): InvocationOutcome => {
    metrics.error('InvokeErrorCount');
    metrics.events('FailedInvokeEventCount', records);
    return outcome;
  };

  return async (records, signal) => {
    const payload = eventPayload(source, records);
    let invocation: Awaited<ReturnType<Invoker['invoke']>>;
    try {
      invocation = await invoker.invoke(functionName, payload, { signal });
    } catch (error) {
      const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      warn('The batch did not reach the function and waits', { functionName, cause });
      metrics.error('InvokeErrorCount');
      return { outcome: { kind: 'not-invoked' }, requestId: undefined, functionError: null };
    }
    metrics.events('InvokedEventCount', records.length);
    const { requestId, functionError } = invocation;
    if (functionError !== undefined) {
      warn('Function call failed', { functionName, requestId, error: invocation.payload });
      return { outcome: failed({ kind: 'function-error' }, records.length), requestId, functionError };
    }
    if (!settings.partialBatchResponses) return { outcome: { kind: 'success' }, requestId, functionError: null };
    const response = parseBatchResponse(invocation.payload, source.topic, records);
    if (response.kind === 'success') return { outcome: response, requestId, functionError: null };
    if (response.kind === 'partial') {
      warn('The function reported failed items', { functionName, requestId, failed: response.failed.length });
      return { outcome: failed(response, response.failed.length), requestId, functionError: null };
    }
    warn('The partial batch response is not valid: the whole batch failed', { requestId, reason: response.reason });
    return { outcome: failed({ kind: 'malformed' }, records.length), requestId, functionError: null };
  };
}
