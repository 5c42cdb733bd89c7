import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/payment/payments.dynamodb.ts', [
  {
    name: 'payment-begun-again',
    find: `{ ConditionExpression: 'attribute_not_exists(order_id)' }`,
    replace: `{ ConditionExpression: 'attribute_not_exists(order_id) OR attribute_exists(order_id)' }`,
    about: 'An order that is delivered again has a new payment',
  },
  {
    name: 'payment-of-any-version',
    find: `ConditionExpression: 'version = :before',`,
    replace: `ConditionExpression: 'version = :before OR attribute_exists(order_id)',`,
    about: 'A payment is written over whatever happened to it meanwhile',
  },
]);

const charging = [
  ...mutationsOf('functions/payment/charge.ts', [
    {
      name: 'cancel-leaves-no-tombstone',
      find: 'const created = await ports.payments.create(paymentOf(event, timestamp(ports.clock)));',
      replace: `const first = paymentOf(event, timestamp(ports.clock));
    if (first.state === 'CANCELLED' && (await ports.payments.find(event.order_id)) === undefined) return { closed: first };
    const created = await ports.payments.create(first);`,
      about: 'A cancel that comes before ORDER_PROCESSING leaves nothing behind',
      scenario: 'processing said after its cancel',
    },
    {
      name: 'cancel-of-a-payment-ignored',
      find: `current) => moved(current, { type: 'CANCEL', reason }, at));`,
      replace: 'current) => current);',
      about: 'A payment goes on though its order is cancelled',
    },
    {
      name: 'settled-payment-silent',
      find: 'if (created.ok) return standingOf(created.value, true);',
      replace: `if (created.ok) return standingOf(created.value, true);
    const { paid_at, failed_at, refunded_at, ...untold } = created.error;
    if ((paid_at ?? failed_at ?? refunded_at) !== undefined) return { closed: untold };`,
      about: 'A payment that is settled does not say so when its order is delivered again',
    },
    {
      name: 'left-payment-not-claimed',
      find: 'mine(current) ? claimed(current, now, patience) : current',
      replace: 'current',
      about: 'What somebody else has left is charged without a look-up, and nobody knows since when',
      scenario: 'charge of what was left, and its cancel',
    },
  ]),
  ...mutationsOf('functions/payment/payment-events.ts', [
    {
      name: 'payment-facts-said-now',
      find: 'timestamp: at,',
      replace: 'timestamp: new Date().toISOString(),',
      about: 'A fact of a payment has the time at which it is said',
    },
  ]),
];

const states = mutationsOf('functions/payment/state-domain.ts', [
  {
    name: 'paid-and-not-refunded',
    find: `PAID: { ...stays('PAID'), CANCEL: 'REFUNDING' },`,
    replace: `PAID: stays('PAID'),`,
    about: 'What was charged for a cancelled order is not given back',
  },
  {
    name: 'charged-while-cancelled',
    find: `CANCELLING: { ...stays('CANCELLING'), CHARGED: 'REFUNDING',`,
    replace: `CANCELLING: { ...stays('CANCELLING'), CHARGED: 'CANCELLED',`,
    about: 'A charge that lands while its order is cancelled is not given back',
    scenario: 'cancel races payment',
  },
  {
    name: 'cancelled-before-the-answer',
    find: `...stays('UNKNOWN'),
    CANCEL: 'CANCELLING',`,
    replace: `...stays('UNKNOWN'),
    CANCEL: 'CANCELLED',`,
    about: 'A charge that nobody knows of is left behind when its order is cancelled',
  },
  {
    name: 'charge-on-a-failed-payment',
    find: `FAILED: { ...stays('FAILED'), CHARGED: 'REFUNDING' },`,
    replace: `FAILED: stays('FAILED'),`,
    about: 'A charge that was given up as not made, and was made, is not given back',
    scenario: 'charge answered after it was given up',
  },
  {
    name: 'charge-on-a-cancelled-payment',
    find: `CANCELLED: { ...stays('CANCELLED'), CHARGED: 'REFUNDING' },`,
    replace: `CANCELLED: stays('CANCELLED'),`,
    about: 'A charge that is answered after its cancel was closed is not given back',
    scenario: 'charge answered after its cancel was closed',
  },
]);

/** Payments: their record, and what an order's events do to it. */
export const paymentMutations = [...store, ...charging, ...states];
