import { mutationsOf } from '../mutation.ts';

/** What Stripe's charges in two steps, its debits and its pending refunds need. */
export const paymentStripeMutations = [
  ...mutationsOf('functions/payment/settle/settle.ts', [
    {
      name: 'intent-not-stored-first',
      find: `return { type: 'PREPARED', reference: prepared.reference };
};`,
      replace: `return triggerOf(await gateway.charge({ ...name, token, reference: prepared.reference }));
};`,
      about: 'An intent is confirmed before its name is stored',
      scenario: 'refund that fails until its order is repaired',
    },
    {
      name: 'processing-is-not-charged',
      find: `return { type: 'PROCESSING' };`,
      replace: `return { type: 'NOT_CHARGED' };`,
      about: 'A debit that the gateway works on is taken for one that it does not know',
      scenario: 'debit that succeeds after its order was cancelled',
    },
    {
      name: 'pending-refund-is-refunded',
      find: `return { type: 'REFUND_PENDING' };`,
      replace: `return { type: 'REFUNDED' };`,
      about: 'A refund that is pending is taken for one that has succeeded',
      scenario: 'refund that fails until its order is repaired',
    },
    {
      name: 'failed-refund-keeps-its-key',
      find: "found.status === 'failed' && found.reference !== undefined && found.reference === payment.failed_refund;",
      replace: 'false;',
      about: 'A refund that failed is not made once more, though an operator asks for it',
      scenario: 'refund that fails until its order is repaired',
    },
  ]),
  ...mutationsOf('functions/payment/gateway/stripe/gateway.stripe.ts', [
    {
      name: 'refused-fence-is-cancelled',
      find: `    if (!isPast(thrown)) throw thrown;
    return read(stripe, id);
  }
};

/** A declined intent`,
      replace: `    if (!isPast(thrown)) throw thrown;
    return { status: 'cancelled' };
  }
};

/** A declined intent`,
      about: 'An intent whose cancel Stripe refuses is taken for cancelled: it was charged',
      scenario: 'confirmation between the look-up and the cancel of its intent',
    },
    {
      name: 'old-intent-not-searched',
      find: 'charge.aged ? await earlierIntent(stripe, charge.orderId) : undefined;',
      replace: 'undefined as Awaited<ReturnType<typeof earlierIntent>>;',
      about: 'An order is looked up by a key that Stripe has forgotten',
      scenario: 'old intent whose payment is lost',
    },
  ]),
  ...mutationsOf('functions/payment/reconcile/compare.ts', [
    {
      name: 'their-books-compared-alone',
      find: 'differences: [...ofStatement.differences, ...ofPayments.differences]',
      replace: 'differences: ofStatement.differences',
      about: 'A charge that the gateway’s books have lost is not reported',
      scenario: 'charge that the gateway’s books have lost',
    },
    {
      name: 'our-books-compared-alone',
      find: 'differences: [...ofStatement.differences, ...ofPayments.differences]',
      replace: 'differences: ofPayments.differences',
      about: 'A charge that our books have lost is not reported',
      scenario: 'charge that our books have lost',
    },
  ]),
  ...mutationsOf('functions/payment/reconcile/look-up-disputes.ts', [
    {
      name: 'disputes-skipped',
      find: 'const counts = await takePeriod(ports, period, deadline);',
      replace: 'const counts = {};',
      about: 'A dispute whose events do not come is not looked up',
      scenario: 'dispute of which no event comes',
    },
  ]),
  ...mutationsOf('functions/order/store/pending.events.ts', [
    {
      name: 'repair-cannot-cancel',
      find: '  ORDER_CANCELLED: validate.validateOrderCancelled,\n',
      replace: '',
      about: 'The repair of a cancelled order fails: its refund stays failed',
      scenario: 'refund that fails until its order is repaired',
    },
  ]),
];
