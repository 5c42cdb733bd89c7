import { always, drop, replace, setProperty } from '../change/change.ts';
import { readStale } from '../change/dynamodb-change.ts';
import { call, conditional, returned, statementOf } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/inventory/router/holds.dynamodb.ts', [
  {
    name: 'hold-read-late',
    symbol: 'dynamodbHolds.find',
    change: readStale(),
    about: 'What an order holds is not seen yet: what was paid is not sold',
    scenario: 'hold read late',
  },
]);

const router = [
  ...mutationsOf('functions/inventory/router/router.ts', [
    {
      name: 'reserved-without-hold',
      symbol: 'linesOf',
      change: drop(statementOf(call('open'))),
      about: 'Lines are reserved for an order without a record of what it holds',
    },
    {
      name: 'cancelled-and-kept',
      symbol: 'linesOf',
      change: replace(returned('line_items'), "$param1.type === 'ORDER_CANCELLED' ? [] : $it"),
      about: 'A cancelled order gives nothing back',
    },
    {
      name: 'unpaid-and-kept',
      symbol: 'linesOf',
      change: replace(returned('lines'), "$param1.type === 'PAYMENT_FAILED' ? [] : $it"),
      about: 'An order that could not be paid gives nothing back',
    },
    {
      name: 'paid-and-not-sold',
      symbol: 'linesOf',
      change: replace(returned('lines'), "$param1.type === 'ORDER_PAID' ? [] : $it"),
      about: 'What was paid is not sold',
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
