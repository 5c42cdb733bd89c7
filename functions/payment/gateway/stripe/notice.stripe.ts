import type Stripe from 'stripe';
import type { DisputeFact } from '../../model/dispute-domain.ts';
import type { Notice } from '../../model/notice-domain.ts';
import type { RefundNotice } from '../../model/refund-doubt-domain.ts';
import { ownerIn } from './owner.stripe.ts';
import { fromStripe } from './stripe-amount.ts';

const unmatched: Notice = { kind: 'UNMATCHED' };

type Facts = Pick<Extract<Notice, { readonly kind: 'MOVED' }>, 'charged' | 'refund'>;

const moved = (metadata: unknown, facts: Facts = {}): Notice => {
  const owner = ownerIn(metadata);
  return owner === undefined ? unmatched : { kind: 'MOVED', owner, ...facts };
};

/** Stripe sends `refund.updated` for a failure, too. */
const refundIn = ({ status }: Stripe.Refund): RefundNotice =>
  status === 'failed' || status === 'canceled' ? 'failed' : 'made';

const idOf = (object: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof object === 'string' ? object : object?.id;

const time = (seconds: number): string => new Date(seconds * 1_000).toISOString();

const namePattern = /^[A-Za-z0-9_]{1,64}$/;
const isCurrency = (value: unknown): value is string => typeof value === 'string' && /^[a-z]{3}$/.test(value);

/** A signed event is Stripe's, but of the endpoint's API version: every field is checked before use. */
const dispute = (of: Stripe.Dispute, state: DisputeFact['state'], seconds: number): Notice => {
  const reference = idOf(of.payment_intent);
  if (reference === undefined || !namePattern.test(of.id) || !isCurrency(of.currency)) return unmatched;
  const { amount, currency } = fromStripe(of.amount, of.currency);
  if (!Number.isSafeInteger(amount) || amount < 0) return unmatched;
  const reason = (of.reason || 'general').slice(0, 200);
  return {
    kind: 'DISPUTE',
    reference,
    fact: { dispute_id: of.id, state, reason, amount, currency, at: time(seconds) },
  };
};

/** An inquiry ends without a decision, as does any status of a newer API version. */
const endOf = ({ status }: Stripe.Dispute): DisputeFact['state'] =>
  status === 'won' ? 'WON' : status === 'lost' ? 'LOST' : 'CLOSED';

/** The notice of an event of Stripe. An endpoint may receive more types than it subscribes to: those are ignored. */
export const noticeOf = (event: Stripe.Event): Notice => {
  switch (event.type) {
    case 'payment_intent.succeeded': {
      const { metadata, id } = event.data.object;
      return moved(metadata, { charged: { reference: id } });
    }
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
    case 'payment_intent.processing':
      return moved(event.data.object.metadata);
    case 'charge.refunded':
      return moved(event.data.object.metadata, { refund: 'made' });
    case 'refund.failed':
      return moved(event.data.object.metadata, { refund: 'failed' });
    case 'refund.created':
    case 'refund.updated':
      return moved(event.data.object.metadata, { refund: refundIn(event.data.object) });
    case 'charge.dispute.created':
      return dispute(event.data.object, 'OPENED', event.data.object.created ?? event.created);
    case 'charge.dispute.funds_withdrawn':
      return dispute(event.data.object, 'FUNDS_WITHDRAWN', event.created);
    case 'charge.dispute.funds_reinstated':
      return dispute(event.data.object, 'FUNDS_REINSTATED', event.created);
    case 'charge.dispute.closed':
      return dispute(event.data.object, endOf(event.data.object), event.created);
    default:
      return { kind: 'IGNORED' };
  }
};
