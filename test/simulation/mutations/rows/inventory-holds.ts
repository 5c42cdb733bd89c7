import { always, never, replace, setProperty } from '../change/change.ts';
import { readStale } from '../change/dynamodb-change.ts';
import { conditional, destructured, ifTesting } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/inventory/router/holds.dynamodb.ts', [
  {
    name: 'hold-read-late',
    symbol: 'dynamodbHolds',
    change: readStale(),
    about: 'What an order holds is not seen yet: what was paid is not sold',
    scenario: 'hold read late',
  },
]);

const router = [
  ...mutationsOf('functions/inventory/router/router.ts', [
    {
      name: 'reserved-without-hold',
      symbol: 'router.apply',
      change: never(ifTesting('ORDER_CREATED')),
      about: 'Lines are reserved for an order without a record of what it holds',
    },
    {
      name: 'cancelled-and-kept',
      symbol: 'router.apply',
      change: replace(destructured('lines'), "event.type === 'ORDER_CANCELLED' ? { ...$it, lines: [] } : $it"),
      about: 'A cancelled order gives nothing back',
    },
    {
      name: 'unpaid-and-kept',
      symbol: 'router.apply',
      change: replace(destructured('lines'), "event.type === 'PAYMENT_FAILED' ? { ...$it, lines: [] } : $it"),
      about: 'An order that could not be paid gives nothing back',
    },
    {
      name: 'paid-and-not-sold',
      symbol: 'router.apply',
      change: replace(destructured('lines'), "event.type === 'ORDER_PAID' ? { ...$it, lines: [] } : $it"),
      about: 'What was paid is not sold',
    },
    {
      name: 'ordered-when-cancelled',
      symbol: 'holdOf',
      change: setProperty('ordered_at', '$param1.timestamp'),
      about: 'The ledger does not find the reservations of an order that was placed long before its cancel',
      scenario: 'cancelled when its outcomes are in pages',
    },
  ]),
  ...mutationsOf('functions/inventory/router/line-command.ts', [
    {
      name: 'one-id-for-two-releases',
      symbol: 'lineCommand',
      change: always(conditional()),
      about: 'Two releases for different reasons have one id',
      scenario: 'payment fails of an order that is cancelled',
    },
    {
      name: 'commands-timed-by-clock',
      symbol: 'lineCommand',
      change: setProperty('timestamp', 'new Date().toISOString()'),
      about: 'A command that is emitted again has the time of the emission',
    },
  ]),
];

/** What orders hold of the stock. */
export const holdMutations = [...store, ...router];
