import { type Context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import type { KafkaMessage, Message } from 'kafkajs';

type Received = Pick<KafkaMessage, 'key' | 'value'> & { readonly headers?: KafkaMessage['headers'] };

const contextOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

/**
 * The trace that the headers of a record name, as kafkajs hands them over: bytes. We send no `tracestate`; one that is there
 * belongs to another trace.
 */
export const traceOfRecord = ({ headers }: Pick<Received, 'headers'>): Context =>
  contextOf(String(headers?.['traceparent']));

/** The same trace by the event itself: what other producers did to its record's headers on the way does not matter. */
export const traceOfEvent = (event: { readonly trace_id: string; readonly event_id: string }): Context =>
  contextOf(`00-${event.trace_id}-${event.event_id.replaceAll('-', '').slice(0, 16)}-01`);

/** A record of ours to send on: an instrumented producer writes into it, and keeps a `tracestate` that it finds there. */
export const copyOf = ({ key, value, headers }: Received): Message => {
  const { traceparent: _, tracestate: __, ...rest } = headers ?? {};
  return { key, value, headers: rest };
};
