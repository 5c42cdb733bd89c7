import type Stripe from 'stripe';
import type {
  CancelAnswer,
  Charge,
  ChargeAnswer,
  ChargeName,
  LookupAnswer,
  NoAnswer,
  PrepareAnswer,
  PreparingGateway,
  Refund,
  RefundAnswer,
  RefundLookupAnswer,
} from '../../model/ports.ts';
import { isPast, isRefundedAlready, stripeFailure } from './failure.stripe.ts';
import { earlierIntent } from './intent-search.stripe.ts';
import { refundsState } from './refunds.stripe.ts';
import { toStripe } from './stripe-amount.ts';

const declined = (reason: string) => ({ status: 'declined', reason }) as const;
const notSupported = declined('amount_not_supported');

/** Either may be empty: a reason never is. */
const declinedFor = ({ decline_code, code }: Stripe.PaymentIntent.LastPaymentError) =>
  declined(decline_code || code || 'card_declined');

const metadataOf = ({ idempotencyKey, orderId }: ChargeName) => ({ payment_id: idempotencyKey, order_id: orderId });

/** The outcome of a charge by its payment intent. */
const answerOf = ({ status, last_payment_error: error, id }: Stripe.PaymentIntent): LookupAnswer => {
  switch (status) {
    case 'succeeded':
      return { status: 'approved', reference: id };
    case 'processing':
      return { status: 'processing', reference: id };
    case 'canceled':
      return error === null ? { status: 'cancelled' } : declinedFor(error);
    case 'requires_confirmation':
      return { status: 'absent', reference: id };
    case 'requires_payment_method':
      return error === null ? { status: 'absent', reference: id } : declinedFor(error);
    case 'requires_action':
      // No customer is present for another authentication.
      return declined('authentication_required');
    default:
      return { status: 'unknown', cause: `The payment intent is ${status}`, gatewayIsHealthy: true };
  }
};

/** The same parameters each time, or Stripe rejects the key: hence no payment method. */
const create = (stripe: Stripe, amount: number, charge: ChargeName) =>
  stripe.paymentIntents.create(
    {
      amount,
      currency: charge.currency.toLowerCase(),
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      metadata: metadataOf(charge),
    },
    { idempotencyKey: charge.idempotencyKey },
  );

const read = async (stripe: Stripe, id: string): Promise<LookupAnswer> =>
  answerOf(await stripe.paymentIntents.retrieve(id));

/**
 * Cancels an intent: no later request can confirm it. Stripe refuses if it has succeeded or is processing. Without a
 * key: Stripe would repeat a refusal for a day, whatever happens to the intent.
 */
const fence = async (stripe: Stripe, id: string): Promise<LookupAnswer> => {
  try {
    return answerOf(await stripe.paymentIntents.cancel(id));
  } catch (thrown) {
    if (!isPast(thrown)) throw thrown;
    return read(stripe, id);
  }
};

/** A declined intent could be confirmed again: it is cancelled before its payment is closed. */
const fenced = async (stripe: Stripe, id: string, answer: LookupAnswer): Promise<LookupAnswer> => {
  if (answer.status !== 'declined') return answer;
  const after = await fence(stripe, id);
  return after.status === 'cancelled' ? answer : after;
};

/** A request was made for the intent, and left no trace. */
const decided = (answer: LookupAnswer): ChargeAnswer =>
  answer.status === 'absent'
    ? { status: 'unknown', cause: 'The payment intent is as it was', gatewayIsHealthy: true }
    : answer;

const confirm = async (stripe: Stripe, id: string, token: string): Promise<LookupAnswer> => {
  try {
    const options = { idempotencyKey: `${id}:confirm` };
    return answerOf(await stripe.paymentIntents.confirm(id, { payment_method: token, off_session: true }, options));
  } catch (thrown) {
    return isPast(thrown) ? read(stripe, id) : stripeFailure(thrown);
  }
};

/**
 * Stripe. A charge takes two steps: a payment intent, one per key, which moves no money; and its confirmation with the
 * token's payment method, off session, under a key of its own. The intent's id suffices to look up the outcome,
 * consistently, and to cancel it for good.
 * Stripe forgets keys after a day: an older intent is found by the order's id in its metadata. A key at which Stripe
 * failed repeats the failure for a day: such a charge is looked up, and ends with its horizon.
 * @param client called for each request: its API key is read at run time.
 */
export const stripeGateway = (client: () => Promise<Stripe>): PreparingGateway => {
  const answering = async <A>(call: (stripe: Stripe) => Promise<A>): Promise<A | ReturnType<typeof stripeFailure>> => {
    let stripe: Stripe;
    try {
      stripe = await client();
    } catch (thrown) {
      return {
        status: 'unavailable',
        cause: `No client of Stripe: ${thrown instanceof Error ? thrown.name : 'unknown'}`,
      };
    }
    try {
      return await call(stripe);
    } catch (thrown) {
      return stripeFailure(thrown);
    }
  };
  /** A refused request implies nothing about the payment: its outcome stays unknown. */
  const refusalAsUnknown = async <A>(call: (stripe: Stripe) => Promise<A>): Promise<A | NoAnswer> => {
    const answer = await answering(async (stripe) => ({ status: 'answered' as const, answer: await call(stripe) }));
    if (answer.status === 'answered') return answer.answer;
    if (answer.status !== 'declined') return answer;
    return { status: 'unknown', cause: `Stripe refuses the request: ${answer.reason}`, gatewayIsHealthy: true };
  };

  const find = async (stripe: Stripe, charge: ChargeName): Promise<LookupAnswer> => {
    const amount = toStripe(charge.amount, charge.currency);
    if (amount === undefined) return { status: 'absent' };
    const { reference } = charge;
    if (reference !== undefined) return fenced(stripe, reference, await read(stripe, reference));
    // Search before using the key again: a new intent would answer the key from then on, and hide that nothing was
    // searched.
    const earlier = charge.aged ? await earlierIntent(stripe, charge.orderId) : undefined;
    if (earlier !== undefined) return answerOf(earlier);
    const created = await create(stripe, amount, charge);
    const isReplay = created.lastResponse.headers['idempotent-replayed'] === 'true';
    if (!isReplay) return { status: 'absent', reference: created.id };
    return fenced(stripe, created.id, await read(stripe, created.id));
  };

  return {
    prepare: (charge): Promise<PrepareAnswer> =>
      answering(async (stripe): Promise<PrepareAnswer> => {
        const amount = toStripe(charge.amount, charge.currency);
        if (amount === undefined) return notSupported;
        const { id } = await create(stripe, amount, charge);
        return { status: 'prepared', reference: id };
      }),

    charge: ({ reference, token }: Charge): Promise<ChargeAnswer> =>
      refusalAsUnknown(async (stripe): Promise<ChargeAnswer> => {
        if (reference === undefined) throw new TypeError('Stripe charges prepared payments alone');
        return decided(await fenced(stripe, reference, await confirm(stripe, reference, token)));
      }),

    lookup: (charge) => refusalAsUnknown((stripe) => find(stripe, charge)),

    cancel: (charge): Promise<CancelAnswer> =>
      refusalAsUnknown(async (stripe): Promise<CancelAnswer> => {
        const amount = toStripe(charge.amount, charge.currency);
        if (amount === undefined) return { status: 'cancelled' };
        return decided(await fence(stripe, charge.reference ?? (await create(stripe, amount, charge)).id));
      }),

    refund: async ({ idempotencyKey, charge }: Refund): Promise<RefundAnswer> => {
      const { reference } = charge;
      if (reference === undefined) return { status: 'failed', reason: 'no_such_charge' };
      const answer = await answering(async (stripe): Promise<RefundAnswer> => {
        try {
          const request = { payment_intent: reference, metadata: metadataOf(charge) };
          await stripe.refunds.create(request, { idempotencyKey });
        } catch (thrown) {
          if (!isRefundedAlready(thrown)) throw thrown;
        }
        // A key repeats its first answer: the refund may have ended since.
        const state = await refundsState(stripe, reference, charge);
        if (state.status !== 'absent') return state;
        return { status: 'unknown', cause: 'The refund left no trace', gatewayIsHealthy: true };
      });
      return answer.status === 'declined' ? { status: 'failed', reason: answer.reason } : answer;
    },

    lookupRefund: ({ charge }: Refund): Promise<RefundLookupAnswer> =>
      refusalAsUnknown(async (stripe): Promise<RefundLookupAnswer> => {
        if (charge.reference === undefined) return { status: 'absent' };
        return refundsState(stripe, charge.reference, charge);
      }),
  };
};
