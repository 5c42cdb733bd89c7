import { addArgument, always } from '../change/change.ts';
import { conditional } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const chance = 'String(Math.random())';

/** Derived ids become ids of each occasion. */
export const idMutations = mutationsOf('functions/shared/kernel/ids.ts', [
  {
    name: 'event-id-by-chance',
    symbol: 'eventId',
    change: addArgument('derive', chance),
    about: 'An event that is emitted again has another id',
  },
  {
    name: 'event-id-without-discriminator',
    symbol: 'eventId',
    change: always(conditional()),
    about: 'Two events of one type of an order have one id',
  },
  {
    name: 'order-id-by-chance',
    symbol: 'orderId',
    change: addArgument('derive', chance),
    about: 'A request that is sent again is another order',
  },
  {
    name: 'reservation-id-by-chance',
    symbol: 'reservationId',
    change: addArgument('derive', chance),
    about: 'An order has several reservations of a SKU',
  },
  {
    name: 'adjustment-id-by-chance',
    symbol: 'adjustmentId',
    change: addArgument('derive', chance),
    about: 'A correction of a stock that is sent again is another one',
  },
  {
    name: 'payment-id-by-chance',
    symbol: 'paymentId',
    change: addArgument('derive', chance),
    about: 'A retried charge is another charge',
  },
  {
    name: 'notification-id-by-chance',
    symbol: 'notificationId',
    change: addArgument('derive', chance),
    about: 'A fact that is emitted again is notified again',
  },
  {
    name: 'refund-id-by-chance',
    symbol: 'refundId',
    change: addArgument('derive', chance),
    about: 'A retried refund is another refund',
    scenario: 'refund without an answer',
  },
]);
