import type { ChargeEvent } from '../../functions/payment/charge/charge.ts';
import type { Payment } from '../../functions/payment/model/domain.ts';
import type { PaymentObserver } from '../../functions/payment/model/ports.ts';
import type { RetryPolicy } from '../../functions/payment/model/retry-domain.ts';
import { eventId, orderId, paymentId } from '../../functions/shared/kernel/ids.ts';
import type { EventType, OrderCancelled, OrderProcessing } from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';
import { FixedClock } from './fakes/fixed-clock.ts';
import { InMemoryPayments } from './fakes/in-memory-payments.ts';
import { ScriptedGateway } from './fakes/scripted-gateway.ts';

const envelope = (order_id: string, type: EventType) => ({
  event_id: eventId(order_id, type),
  timestamp: '2026-11-22T06:00:00.000Z',
  metadata: metadataOf(type, { correlation_id: order_id, source: 'order/saga' }),
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  order_id,
  user_id: '17850',
  email: 'ada@example.com',
  amount: 3197,
  currency: 'GBP',
  created_at: '2026-11-22T05:59:59.000Z',
});

/** The event of the order that `name` stands for. */
export const processing = (name: string, payment_token = 'tok_approve'): OrderProcessing => ({
  type: 'ORDER_PROCESSING',
  ...envelope(orderId('test', name), 'ORDER_PROCESSING'),
  status: 'PROCESSING',
  payment_token,
});

export const cancelled = (
  name: string,
  reason = 'CUSTOMER_CHANGED_MIND',
  more: Partial<OrderCancelled> = {},
): OrderCancelled => ({
  type: 'ORDER_CANCELLED',
  ...envelope(orderId('test', name), 'ORDER_CANCELLED'),
  status: 'CANCELLED',
  line_items: [{ sku: '85123A', qty: 1, unit_price: 3197 }],
  reason,
  was_processing: true,
  ...more,
});

/** A payment of the order that `name` stands for, as its ORDER_PROCESSING leaves it, with what a test needs otherwise. */
export const paymentOf = (name: string, more: Partial<Payment> = {}): Payment => {
  const order_id = orderId('test', name);
  const { amount, currency, user_id, email, trace_id } = processing(name);
  return {
    ...{ order_id, payment_id: paymentId(order_id), amount, currency, user_id, email: email ?? '', trace_id },
    created_at: '2026-11-22T06:00:00.000Z',
    order_created_at: '2026-11-22T05:59:59.000Z',
    correlation_id: order_id,
    state: 'PENDING',
    version: 1,
    attempts: 0,
    payment_token: 'tok_approve',
    ...more,
  };
};

const retryPolicy: RetryPolicy = { horizonMs: 600_000, leaseMs: 60_000, stepMs: 5_000 };

/** The ports of the payment service's use cases, simulated. */
export class PaymentWorld {
  readonly payments = new InMemoryPayments();
  gateway = new ScriptedGateway();
  readonly clock = new FixedClock();
  readonly retryPolicy = retryPolicy;
  readonly counted: string[] = [];
  readonly failures: string[] = [];
  readonly differences: string[] = [];
  readonly observer: PaymentObserver = {
    count: (name) => void this.counted.push(name),
    failed: (orderId) => void this.failures.push(orderId),
    differs: ({ kind }) => void this.differences.push(kind),
  };

  payment(event: ChargeEvent): Payment | undefined {
    return this.payments.stored.get(event.order_id);
  }
}
