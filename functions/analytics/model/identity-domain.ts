import type { CountedEvent } from './views-domain.ts';

/** Identifies a re-emitted event at any offset. `of` groups few events. */
export interface Identity {
  readonly of: string;
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
}

/** The identity of an event, independent of its offset. */
export const identityOf = (event: CountedEvent): Identity => {
  const { event_id: id, timestamp: at } = event;
  // A group per event: an order may have thousands of rejected lines, in all partitions.
  if ('version' in event) return { of: `stock|${id}`, id, at };
  if ('notification_id' in event) return { of: `notification|${event.order_id ?? event.notification_id}`, id, at };
  return { of: `${'payment_id' in event ? 'payment' : 'order'}|${event.order_id}`, id, at };
};
