import { drop, never, replace, setProperty } from '../change/change.ts';
import { call, conditional, operand, property, returned, text } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

/** What Stripe's charges in two steps, its debits and its pending refunds need. */
export const paymentStripeMutations = [
  ...mutationsOf('functions/payment/settle/settle.ts', [
    {
      name: 'intent-not-stored-first',
      symbol: 'charge',
      change: replace(
        returned('PREPARED'),
        'triggerOf(await $gateway.charge({ ...$nameOf, token: $payment_token, reference: $prepare.reference }))',
      ),
      about: 'An intent is confirmed before its name is stored',
      scenario: 'refund that fails until its order is repaired',
    },
    {
      name: 'processing-is-not-charged',
      symbol: 'triggerOf',
      change: replace(text('PROCESSING'), "'NOT_CHARGED'"),
      about: 'A debit that the gateway works on is taken for one that it does not know',
      scenario: 'debit that succeeds after its order was cancelled',
    },
    {
      name: 'pending-refund-is-refunded',
      symbol: 'refundStep',
      change: replace(text('REFUND_PENDING'), "'REFUNDED'"),
      about: 'A refund that is pending is taken for one that has succeeded',
      scenario: 'refund that fails until its order is repaired',
    },
    {
      name: 'failed-refund-keeps-its-key',
      symbol: 'refund',
      change: never(operand('failed_refund')),
      about: 'A refund that failed is not made once more, though an operator asks for it',
      scenario: 'refund that fails until its order is repaired',
    },
  ]),
  ...mutationsOf('functions/payment/gateway/stripe/gateway.stripe.ts', [
    {
      name: 'refused-fence-is-cancelled',
      symbol: 'fence',
      change: replace(call('read'), "{ status: 'cancelled' }"),
      about: 'An intent whose cancel Stripe refuses is taken for cancelled: it was charged',
      scenario: 'confirmation between the look-up and the cancel of its intent',
    },
    {
      name: 'old-intent-not-searched',
      symbol: 'stripeGateway.find',
      change: never(conditional('earlierIntent')),
      about: 'An order is looked up by a key that Stripe has forgotten',
      scenario: 'old intent whose payment is lost',
    },
  ]),
  ...mutationsOf('functions/payment/reconcile/compare.ts', [
    {
      name: 'their-books-compared-alone',
      symbol: 'comparePeriod',
      change: setProperty('differences', '$compareStatement.differences'),
      about: 'A charge that the gateway’s books have lost is not reported',
      scenario: 'charge that the gateway’s books have lost',
    },
    {
      name: 'our-books-compared-alone',
      symbol: 'comparePeriod',
      change: setProperty('differences', '$comparePayments.differences'),
      about: 'A charge that our books have lost is not reported',
      scenario: 'charge that our books have lost',
    },
  ]),
  ...mutationsOf('functions/payment/reconcile/look-up-disputes.ts', [
    {
      name: 'disputes-skipped',
      symbol: 'lookUpDisputes',
      change: replace(call('takePeriod'), '{}'),
      about: 'A dispute whose events do not come is not looked up',
      scenario: 'dispute of which no event comes',
    },
  ]),
  ...mutationsOf('functions/order/store/pending.events.ts', [
    {
      name: 'repair-cannot-cancel',
      symbol: 'pendingEventValidators',
      change: drop(property('ORDER_CANCELLED')),
      about: 'The repair of a cancelled order fails: its refund stays failed',
      scenario: 'refund that fails until its order is repaired',
    },
  ]),
];
