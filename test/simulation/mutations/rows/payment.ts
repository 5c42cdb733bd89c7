import { always, drop, insertBefore, never, replace, setProperty } from '../change/change.ts';
import { widen } from '../change/dynamodb-change.ts';
import { call, conditional, operand, property, returned } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/payment/store/payments.dynamodb.ts', [
  {
    name: 'payment-begun-again',
    symbol: 'dynamodbPayments.create',
    change: widen('attribute_exists(order_id)'),
    about: 'An order that is delivered again has a new payment',
  },
  {
    name: 'payment-of-any-version',
    symbol: 'dynamodbPayments.replace',
    change: widen('attribute_exists(order_id)'),
    about: 'A write of a payment overwrites what happened meanwhile',
  },
]);

const charging = [
  ...mutationsOf('functions/payment/charge/charge.ts', [
    {
      name: 'cancel-leaves-no-tombstone',
      symbol: 'charge.register',
      change: insertBefore(
        call('create'),
        "if ($param1.type === 'ORDER_CANCELLED' && (await $receiver.find($param1.order_id)) === undefined) return { closed: $arg1 };",
      ),
      about: 'A cancel that comes before ORDER_PROCESSING leaves nothing behind',
      scenario: 'processing emitted after its cancel',
    },
    {
      name: 'cancel-of-a-payment-ignored',
      symbol: 'cancel',
      change: replace(call('moved'), '$arg1'),
      about: 'A payment goes on though its order is cancelled',
    },
    {
      name: 'resolved-payment-silent',
      symbol: 'charge.register',
      change: insertBefore(
        returned('claim'),
        `const { paid_at, failed_at, refunded_at, ...unpublished } = $create.error;
    if ((paid_at ?? failed_at ?? refunded_at) !== undefined) return { closed: unpublished };`,
      ),
      about: 'A resolved payment emits nothing when its order is delivered again',
    },
    {
      name: 'left-payment-not-claimed',
      symbol: 'claim',
      change: never(conditional()),
      about: 'What another invocation has left is charged without a look-up',
      scenario: 'old order whose payment is restored as it began',
    },
    {
      name: 'old-order-charged-without-look-up',
      symbol: 'initialState',
      change: never(conditional('isAged')),
      about: 'An order whose payment is lost is charged under a key that the gateway may have forgotten',
      scenario: 'old order whose payment is lost',
    },
    {
      name: 'blind-tombstone',
      symbol: 'initialState',
      change: always(operand('was_processing')),
      about: 'A cancel whose payment is lost leaves a tombstone, and the charge is kept',
      scenario: 'old order cancelled whose payment is lost',
    },
  ]),
  ...mutationsOf('functions/payment/settle/payment-events.ts', [
    {
      name: 'payment-events-timed-by-clock',
      symbol: 'shared',
      change: setProperty('timestamp', 'new Date().toISOString()'),
      about: 'An event of a payment has the time of the emission',
    },
  ]),
];

const states = mutationsOf('functions/payment/model/state-domain.ts', [
  {
    name: 'paid-and-not-refunded',
    symbol: 'reactions.PAID',
    change: drop(property('CANCEL')),
    about: 'The charge of a cancelled order is not refunded',
  },
  {
    name: 'free-order-given-back',
    symbol: 'stateAfter',
    change: never(conditional()),
    about: 'The cancel of an order that costs nothing refunds something',
    scenario: 'cancel of an order that costs nothing',
  },
  {
    name: 'charged-while-cancelled',
    symbol: 'reactions.CANCELLING',
    change: setProperty('CHARGED', "'CANCELLED'"),
    about: 'A charge that lands while its order is cancelled is not refunded',
    scenario: 'cancel races payment',
  },
  {
    name: 'cancelled-before-the-answer',
    symbol: 'reactions.UNKNOWN',
    change: setProperty('CANCEL', "'CANCELLED'"),
    about: 'A charge with an unknown outcome is kept when its order is cancelled',
  },
]);

/** Payments: their record, and what an order's events do to it. */
export const paymentMutations = [...store, ...charging, ...states];
