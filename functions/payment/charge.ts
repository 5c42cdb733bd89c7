import type { OrderPaid, OrderProcessing, PaymentFailed } from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';
import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import { eventId, paymentId } from '../shared/kernel/ids.ts';
import type { Effect } from '../shared/runtime/idioms/effect.ts';
import { type ChargeIntent, type ConcludedPayment, concluded } from './domain.ts';
import type { PaymentGateway, PaymentStore } from './ports.ts';

export interface ChargePorts {
  readonly payments: PaymentStore;
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
}

/** The token is not stored: it comes with the event, each time that it is delivered. */
interface TokenIntent extends ChargeIntent {
  readonly token: string;
}

/** Orders whose gateway is asked at one time. */
const concurrency = 16;

/** Made of the stored outcome and of what all events of one order share: the same bytes whenever it is made. */
const paymentEvent = (
  payment: ConcludedPayment,
  { trace_id, metadata }: OrderProcessing,
): OrderPaid | PaymentFailed => {
  const { order_id, payment_id, amount, currency, processed_at } = payment;
  const shared = (type: 'ORDER_PAID' | 'PAYMENT_FAILED') => ({
    event_id: eventId(order_id, type),
    timestamp: processed_at,
    metadata: metadataOf(type, { correlation_id: metadata.correlation_id, source: 'payment/charge' }),
    trace_id,
    order_id,
    payment_id,
    amount,
    currency,
    processed_at,
  });
  return payment.state === 'PAID'
    ? { type: 'ORDER_PAID', ...shared('ORDER_PAID'), state: payment.state }
    : { type: 'PAYMENT_FAILED', ...shared('PAYMENT_FAILED'), state: payment.state, reason: payment.reason };
};

/**
 * Charges orders whose lines are all reserved. The intent is durable before the gateway is asked; found without an outcome
 * (a crash, an answer that never came), the gateway is asked again with the same key, and charges once.
 */
export const charge = ({
  payments,
  gateway,
  clock,
}: ChargePorts): Effect<OrderProcessing, TokenIntent, ConcludedPayment> => ({
  concurrency,
  key: (event) => event.order_id,
  register: async ({ order_id, amount, currency, payment_token }) => {
    const created_at = timestamp(clock);
    const payment_id = paymentId(order_id);
    const stored = await payments.register({ order_id, payment_id, amount, currency, created_at, state: 'PENDING' });
    return stored.state === 'PENDING' ? { open: { ...stored, token: payment_token } } : { closed: stored };
  },
  perform: async (intent) => {
    const { order_id: orderId, payment_id: idempotencyKey, amount, currency, token } = intent;
    const outcome = await gateway.charge({ idempotencyKey, orderId, amount, currency, token });
    return concluded(intent, outcome, timestamp(clock));
  },
  conclude: (_intent, outcome) => payments.conclude(outcome),
  emits: (outcome, event) => [paymentEvent(outcome, event)],
});
