import type Stripe from 'stripe';
import { isRefundedAlready, stripeFailure } from './failure.stripe.ts';
import type { Charge, ChargeAnswer, ChargeName, LookupAnswer, PaymentGateway, Refund, RefundAnswer } from './ports.ts';
import { toStripe } from './stripe-amount.ts';

const declined = (reason: string) => ({ status: 'declined', reason }) as const;

const metadataOf = ({ idempotencyKey, orderId }: ChargeName) => ({ payment_id: idempotencyKey, order_id: orderId });

/** What a payment intent says about its charge. */
const answerOf = (intent: Stripe.PaymentIntent): LookupAnswer => {
  const { status, last_payment_error: error, id } = intent;
  switch (status) {
    case 'succeeded':
      return { status: 'approved', reference: id };
    case 'requires_confirmation':
      return { status: 'absent' };
    case 'requires_payment_method':
      return error === null ? { status: 'absent' } : declined(error.decline_code ?? error.code ?? 'card_declined');
    case 'requires_action':
      // Nobody is there to be asked for another proof.
      return declined('authentication_required');
    case 'canceled':
      return declined('canceled');
    default:
      return { status: 'unknown', cause: `The payment intent is ${status}` };
  }
};

/** The same parameters each time, or Stripe takes the key for another request: hence no payment method. */
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

/** Stripe forgets a key after a day. Then the intent has just been made anew, and the one before is found by its metadata. */
const earlier = async (stripe: Stripe, { idempotencyKey }: ChargeName): Promise<Stripe.PaymentIntent | undefined> => {
  const query = `metadata['payment_id']:'${idempotencyKey}' AND status:'succeeded'`;
  return (await stripe.paymentIntents.search({ query, limit: 1 })).data[0];
};

const giveBack = async (
  stripe: Stripe,
  reference: string,
  { idempotencyKey, charge }: Refund,
): Promise<RefundAnswer> => {
  try {
    const { status } = await stripe.refunds.create(
      { payment_intent: reference, metadata: metadataOf(charge) },
      { idempotencyKey },
    );
    // Pending is on its way.
    if (status === 'succeeded' || status === 'pending') return { status: 'refunded' };
    return { status: 'refused', reason: status ?? 'no_status' };
  } catch (thrown) {
    if (isRefundedAlready(thrown)) return { status: 'refunded' };
    throw thrown;
  }
};

/**
 * Stripe. A charge is made in two steps, so that a look-up needs nothing but the key and never charges: a payment intent, of
 * which there is one for a key and which moves no money; and its confirmation with the payment method in the token, off
 * session, under a key of its own. An intent is confirmed once; its status tells at once and for good what became of it.
 * A key that Stripe has failed at answers the same failure for a day: such a charge is looked up, and ends with its horizon.
 * @param client asked for with each call: its API key is read at run time.
 */
export const stripeGateway = (client: () => Promise<Stripe>): PaymentGateway => {
  const answering = async <A>(ask: (stripe: Stripe) => Promise<A>): Promise<A | ReturnType<typeof stripeFailure>> => {
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
      return await ask(stripe);
    } catch (thrown) {
      return stripeFailure(thrown);
    }
  };

  const find = async (stripe: Stripe, charge: ChargeName): Promise<LookupAnswer> => {
    const amount = toStripe(charge.amount, charge.currency);
    if (amount === undefined) return { status: 'absent' };
    if (charge.reference !== undefined) return answerOf(await stripe.paymentIntents.retrieve(charge.reference));
    const created = await create(stripe, amount, charge);
    const isReplay = created.lastResponse.headers['idempotent-replayed'] === 'true';
    const current = isReplay ? await stripe.paymentIntents.retrieve(created.id) : await earlier(stripe, charge);
    return current === undefined ? { status: 'absent' } : answerOf(current);
  };

  return {
    charge: (charge: Charge): Promise<ChargeAnswer> =>
      answering(async (stripe): Promise<ChargeAnswer> => {
        const amount = toStripe(charge.amount, charge.currency);
        if (amount === undefined) return declined('amount_not_supported');
        const { id } = await create(stripe, amount, charge);
        const confirmed = await stripe.paymentIntents.confirm(
          id,
          { payment_method: charge.token, off_session: true },
          { idempotencyKey: `${charge.idempotencyKey}:confirm` },
        );
        const answer = answerOf(confirmed);
        return answer.status === 'absent' ? { status: 'unknown', cause: 'The confirmation left no trace' } : answer;
      }),

    lookup: (charge) => answering((stripe) => find(stripe, charge)),

    refund: async (refund): Promise<RefundAnswer> => {
      const { reference } = refund.charge;
      if (reference === undefined) return { status: 'refused', reason: 'no_such_charge' };
      const answer = await answering((stripe) => giveBack(stripe, reference, refund));
      return answer.status === 'declined' ? { status: 'refused', reason: answer.reason } : answer;
    },
  };
};
