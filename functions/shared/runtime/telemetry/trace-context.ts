import type { DomainEvent } from '../idioms/domain-event.ts';

/**
 * A span's id is the first 16 hexadecimal digits of the id of the first event that it emitted. It derives from the event, so
 * that a re-emitted event has the same bytes, and a consumer of the event knows the span that emitted it.
 */
export const spanIdOf = (eventId: string): string => eventId.replaceAll('-', '').slice(0, 16);

/** W3C Trace Context: the order's trace, and the parent of the consumer's span. */
export const traceparentOf = ({ trace_id, event_id }: Pick<DomainEvent, 'trace_id' | 'event_id'>): string =>
  `00-${trace_id}-${spanIdOf(event_id)}-01`;
