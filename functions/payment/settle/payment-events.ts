import type { OrderPaid, PaymentDisputed, PaymentFailed, PaymentRefunded } from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { eventId } from '../../shared/kernel/ids.ts';
import { type DisputeFact, disputeKey } from '../model/dispute-domain.ts';
import type { Payment } from '../model/domain.ts';

type PaymentEvent = OrderPaid | PaymentFailed | PaymentRefunded | PaymentDisputed;

const shared = (payment: Payment, type: PaymentEvent['type'], at: string) => {
  const { order_id, payment_id, amount, currency, user_id, email, phone, order_created_at, trace_id } = payment;
  return {
    event_id: eventId(order_id, type),
    timestamp: at,
    // A fixed source: re-emitted by any function, the event has the same bytes.
    metadata: metadataOf(type, { correlation_id: payment.correlation_id, source: 'payment/charge' }),
    trace_id,
    ...{ order_id, payment_id, amount, currency, processed_at: at, user_id, order_created_at },
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  };
};

const inOrder = (one: DisputeFact, other: DisputeFact): number =>
  one.at === other.at ? (disputeKey(one) < disputeKey(other) ? -1 : 1) : one.at < other.at ? -1 : 1;

/** Each fact of a dispute is an event of its own, at the gateway's time. */
const disputeEvents = (payment: Payment): readonly PaymentDisputed[] => {
  const { order_id, payment_id, user_id, order_created_at, trace_id, correlation_id, disputes = {} } = payment;
  return Object.values(disputes)
    .sort(inOrder)
    .map(({ at, ...fact }) => ({
      type: 'PAYMENT_DISPUTED',
      event_id: eventId(order_id, 'PAYMENT_DISPUTED', disputeKey(fact)),
      timestamp: at,
      metadata: metadataOf('PAYMENT_DISPUTED', { correlation_id, source: 'payment/webhook' }),
      trace_id,
      ...{ order_id, payment_id, ...fact, processed_at: at, user_id, order_created_at },
    }));
};

/**
 * All events of the stored payment, in the order in which they happened, always with the same bytes. All are re-emitted
 * on every occasion: an invocation that stored a fact may have crashed before emitting.
 */
export const paymentEvents = (payment: Payment): readonly PaymentEvent[] => {
  const { paid_at, failed_at, refunded_at, failure_reason = 'DECLINED', cancel_reason } = payment;
  const events: PaymentEvent[] = [];
  if (failed_at !== undefined) {
    const failed = shared(payment, 'PAYMENT_FAILED', failed_at);
    events.push({ type: 'PAYMENT_FAILED', ...failed, state: 'FAILED', reason: failure_reason });
  }
  if (paid_at !== undefined) {
    events.push({ type: 'ORDER_PAID', ...shared(payment, 'ORDER_PAID', paid_at), state: 'PAID' });
  }
  if (refunded_at !== undefined) {
    const reason = cancel_reason === undefined ? {} : { reason: cancel_reason };
    const refunded = shared(payment, 'PAYMENT_REFUNDED', refunded_at);
    events.push({ type: 'PAYMENT_REFUNDED', ...refunded, state: 'REFUNDED', ...reason });
  }
  return [...events, ...disputeEvents(payment)];
};
