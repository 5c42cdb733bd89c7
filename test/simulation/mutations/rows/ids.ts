import { mutationsOf } from '../mutation.ts';

const chance = 'String(Math.random())';

/** Derived ids become ids of each occasion. */
export const idMutations = mutationsOf('functions/shared/kernel/ids.ts', [
  {
    name: 'event-id-by-chance',
    find: `discriminator === undefined ? derive('event', order, type) : derive('event', order, type, discriminator);`,
    replace: `derive('event', order, type, discriminator ?? '', ${chance});`,
    about: 'An event that is said again has another id',
  },
  {
    name: 'event-id-without-discriminator',
    find: `derive('event', order, type, discriminator);`,
    replace: `derive('event', order, type);`,
    about: 'Two events of one type of an order have one id',
  },
  {
    name: 'order-id-by-chance',
    find: `derive('order', client, idempotencyKey);`,
    replace: `derive('order', client, idempotencyKey, ${chance});`,
    about: 'A request that is sent again is another order',
  },
  {
    name: 'reservation-id-by-chance',
    find: `derive('reservation', order, sku);`,
    replace: `derive('reservation', order, sku, ${chance});`,
    about: 'An order has several reservations of a SKU',
  },
  {
    name: 'adjustment-id-by-chance',
    find: `derive('adjustment', sku, ...name);`,
    replace: `derive('adjustment', sku, ...name, ${chance});`,
    about: 'A correction of a stock that is sent again is another one',
  },
  {
    name: 'payment-id-by-chance',
    find: `derive('payment', order);`,
    replace: `derive('payment', order, ${chance});`,
    about: 'A charge that is tried again is another charge',
  },
  {
    name: 'notification-id-by-chance',
    find: `derive('notification', event, channel);`,
    replace: `derive('notification', event, channel, ${chance});`,
    about: 'A fact that is said again is told again',
  },
  {
    name: 'refund-id-by-chance',
    find: `derive('refund', order);`,
    replace: `derive('refund', order, ${chance});`,
    about: 'A refund that is tried again is another refund',
    scenario: 'refund without an answer',
  },
]);
