import type { CountedEvent } from './views-domain.ts';

/** What makes an event emitted again known, wherever it lies: events of one `of` are few. */
export interface Identity {
  readonly of: string;
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
}

/** By what an event is known when it lies at another offset too. */
export const identityOf = (event: CountedEvent): Identity => {
  const { event_id: id, timestamp: at } = event;
  // Each by itself: an order may have thousands of lines that are refused, in all partitions.
  if ('version' in event) return { of: `stock|${id}`, id, at };
  if ('notification_id' in event) return { of: `notification|${event.order_id ?? event.notification_id}`, id, at };
  return { of: `${'payment_id' in event ? 'payment' : 'order'}|${event.order_id}`, id, at };
};
