import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/payment/store/payments.dynamodb.ts', [
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
  ...mutationsOf('functions/payment/charge/charge.ts', [
    {
      name: 'cancel-leaves-no-tombstone',
      find: 'const created = await ports.payments.create(paymentOf(event, ports.clock.now()));',
      replace: `const first = paymentOf(event, ports.clock.now());
    if (event.type === 'ORDER_CANCELLED' && (await ports.payments.find(event.order_id)) === undefined) return { closed: first };
    const created = await ports.payments.create(first);`,
      about: 'A cancel that comes before ORDER_PROCESSING leaves nothing behind',
      scenario: 'processing emitted after its cancel',
    },
    {
      name: 'cancel-of-a-payment-ignored',
      find: `current) => moved(current, { type: 'CANCEL', reason }, at));`,
      replace: 'current) => current);',
      about: 'A payment goes on though its order is cancelled',
    },
    {
      name: 'settled-payment-silent',
      find: 'if (created.ok) return statusOf(created.value, true);',
      replace: `if (created.ok) return statusOf(created.value, true);
    const { paid_at, failed_at, refunded_at, ...untold } = created.error;
    if ((paid_at ?? failed_at ?? refunded_at) !== undefined) return { closed: untold };`,
      about: 'A payment that is settled does not say so when its order is delivered again',
    },
    {
      name: 'left-payment-not-claimed',
      find: 'mine(current) ? claimed(current, now) : current',
      replace: 'current',
      about: 'What another invocation has left is charged without a look-up',
      scenario: 'old order whose payment is restored as it began',
    },
    {
      name: 'old-order-charged-without-look-up',
      find: `isAged(event.created_at, now) ? 'UNKNOWN' : 'PENDING'`,
      replace: `'PENDING'`,
      about: 'An order whose payment is lost is charged under a key that the gateway may have forgotten',
      scenario: 'old order whose payment is lost',
    },
    {
      name: 'blind-tombstone',
      find: 'event.was_processing === false || event.amount === 0;',
      replace: 'true;',
      about: 'A cancel whose payment is lost leaves a tombstone, and the charge is kept',
      scenario: 'old order cancelled whose payment is lost',
    },
  ]),
  ...mutationsOf('functions/payment/settle/payment-events.ts', [
    {
      name: 'payment-facts-said-now',
      find: `timestamp: at,
    // A fixed source`,
      replace: `timestamp: new Date().toISOString(),
    // A fixed source`,
      about: 'A fact of a payment has the time at which it is said',
    },
  ]),
];

const states = mutationsOf('functions/payment/model/state-domain.ts', [
  {
    name: 'paid-and-not-refunded',
    find: `PAID: { ...stays('PAID'), CANCEL: 'REFUNDING' },`,
    replace: `PAID: stays('PAID'),`,
    about: 'What was charged for a cancelled order is not given back',
  },
  {
    name: 'free-order-given-back',
    find: `to === 'REFUNDING' && amount === 0 ? 'CANCELLED' : to;`,
    replace: 'to;',
    about: 'The cancel of an order that costs nothing gives something back',
    scenario: 'cancel of an order that costs nothing',
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
]);

/** Payments: their record, and what an order's events do to it. */
export const paymentMutations = [...store, ...charging, ...states];
