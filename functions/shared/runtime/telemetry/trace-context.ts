import type { DomainEvent } from '../idioms/domain-event.ts';

/**
 * A span is known by the first event that it said: 16 hexadecimal digits of that event's id. It derives from the event, so
 * that an event emitted again has the bytes of the first, and whoever got the event knows the span that it came from.
 */
export const spanIdOf = (eventId: string): string => eventId.replaceAll('-', '').slice(0, 16);

/** W3C Trace Context: the order's trace, and the span that the receiver's own is a child of. */
export const traceparentOf = ({ trace_id, event_id }: Pick<DomainEvent, 'trace_id' | 'event_id'>): string =>
  `00-${trace_id}-${spanIdOf(event_id)}-01`;
