import type { CountedEvent } from '../../functions/analytics/model/views-domain.ts';
import { eventId, orderId, paymentId, reservationId } from '../../functions/shared/kernel/ids.ts';
import type { Received } from '../../functions/shared/runtime/idioms/idiom.ts';
import type { EventType, LineItem, NotificationSent } from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';

/** An order of these tests: its id, lines and time of acceptance. */
export interface TestOrder {
  readonly name: string;
  readonly at: string;
  readonly currency?: string;
  readonly lines?: readonly LineItem[];
}

/** No user has a space in its name. */
const userOf = (name: string): string => name.replaceAll(' ', '-');

const after = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

const envelope = (order_id: string, type: EventType, timestamp: string, discriminator?: string) => ({
  event_id: eventId(order_id, type, discriminator),
  timestamp,
  metadata: metadataOf(type, { correlation_id: order_id, source: 'test' }),
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  order_id,
});

/** The events of an order by type and time after its acceptance. */
export const eventsOf = ({
  name,
  at,
  currency = 'GBP',
  lines = [{ sku: 'A', qty: 1, unit_price: 100 }],
}: TestOrder) => {
  const order_id = orderId('analytics', name);
  const amount = lines.reduce((sum, { qty, unit_price }) => sum + qty * unit_price, 0);
  const [first, ...rest] = lines;
  if (first === undefined) throw new RangeError('An order has lines');
  const order = { user_id: userOf(name), amount, currency, created_at: at };
  const payment = (ms: number) => ({
    payment_id: paymentId(order_id),
    amount,
    currency,
    processed_at: after(at, ms),
    order_created_at: at,
  });
  const stock = (sku: string, version: number, ms: number) => ({
    sku,
    reservation_id: reservationId(order_id, sku),
    version,
    processed_at: after(at, ms),
  });
  return {
    created: (): CountedEvent => ({
      type: 'ORDER_CREATED',
      ...envelope(order_id, 'ORDER_CREATED', at),
      ...order,
      line_items: [first, ...rest],
      status: 'CREATED',
      payment_token: 'tok',
    }),
    processing: (ms: number): CountedEvent => ({
      type: 'ORDER_PROCESSING',
      ...envelope(order_id, 'ORDER_PROCESSING', after(at, ms)),
      ...order,
      status: 'PROCESSING',
      payment_token: 'tok',
    }),
    cancelled: (ms: number, reason: string): CountedEvent => ({
      type: 'ORDER_CANCELLED',
      ...envelope(order_id, 'ORDER_CANCELLED', after(at, ms)),
      ...order,
      line_items: [first, ...rest],
      status: 'CANCELLED',
      reason,
    }),
    shipped: (ms: number): CountedEvent => ({
      type: 'ORDER_SHIPPED',
      ...envelope(order_id, 'ORDER_SHIPPED', after(at, ms)),
      ...order,
      status: 'SHIPPED',
    }),
    paid: (ms: number): CountedEvent => ({
      type: 'ORDER_PAID',
      ...envelope(order_id, 'ORDER_PAID', after(at, ms)),
      ...payment(ms),
      state: 'PAID',
    }),
    failed: (ms: number, reason: string): CountedEvent => ({
      type: 'PAYMENT_FAILED',
      ...envelope(order_id, 'PAYMENT_FAILED', after(at, ms)),
      ...payment(ms),
      state: 'FAILED',
      reason,
    }),
    refunded: (ms: number): CountedEvent => ({
      type: 'PAYMENT_REFUNDED',
      ...envelope(order_id, 'PAYMENT_REFUNDED', after(at, ms)),
      ...payment(ms),
      state: 'REFUNDED',
    }),
    rejected: (sku: string, version: number, ms: number): CountedEvent => ({
      type: 'STOCK_REJECTED',
      ...envelope(order_id, 'STOCK_REJECTED', after(at, ms), sku),
      ...stock(sku, version, ms),
      delta: 0,
      state: 'REJECTED',
      available: 0,
      reason: 'OUT_OF_STOCK',
    }),
    reserved: (sku: string, version: number, ms: number, available = 0): CountedEvent => ({
      type: 'STOCK_RESERVED',
      ...envelope(order_id, 'STOCK_RESERVED', after(at, ms), sku),
      ...stock(sku, version, ms),
      delta: -1,
      state: 'RESERVED',
      available,
    }),
    notified: (template: string, ms: number, channel: NotificationSent['channel'] = 'email'): CountedEvent => ({
      type: 'NOTIFICATION_SENT',
      ...envelope(order_id, 'NOTIFICATION_SENT', after(at, ms), `${template} ${channel}`),
      notification_id: eventId(order_id, 'NOTIFICATION_SENT', `id of ${template} ${channel}`),
      user_id: userOf(name),
      channel,
      template,
      state: 'SENT',
      sent_at: after(at, ms),
    }),
  };
};

/** The place of an event. */
export interface TestPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export const receivedAt = ({ topic, partition, offset }: TestPlace, event: CountedEvent): Received<CountedEvent> => ({
  event,
  record: { topic, partition, offset, timestamp: 0, key: null, value: null, headers: [] },
});
