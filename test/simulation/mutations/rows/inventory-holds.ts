import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/inventory/router/holds.dynamodb.ts', [
  {
    name: 'hold-read-late',
    find: 'ConsistentRead: true',
    replace: 'ConsistentRead: false',
    about: 'What an order holds is not seen yet: what was paid is not sold',
    scenario: 'hold read late',
  },
]);

const router = [
  ...mutationsOf('functions/inventory/router/router.ts', [
    {
      name: 'reserved-without-hold',
      find: 'await holds.open({ order_id, lines }, clock.now());',
      replace: '',
      about: 'Lines are reserved for an order of which nobody knows what it holds',
    },
    {
      name: 'cancelled-and-kept',
      find: `if ('line_items' in event) return event.line_items;`,
      replace: `if ('line_items' in event) return event.type === 'ORDER_CANCELLED' ? [] : event.line_items;`,
      about: 'A cancelled order gives nothing back',
    },
    {
      name: 'unpaid-and-kept',
      find: 'return hold.lines;',
      replace: `return event.type === 'PAYMENT_FAILED' ? [] : hold.lines;`,
      about: 'An order that could not be paid gives nothing back',
    },
    {
      name: 'paid-and-not-sold',
      find: 'return hold.lines;',
      replace: `return event.type === 'ORDER_PAID' ? [] : hold.lines;`,
      about: 'What was paid is not sold',
    },
  ]),
  ...mutationsOf('functions/inventory/router/line-command.ts', [
    {
      name: 'one-id-for-two-releases',
      find: `reason === undefined ? sku : \`\${sku} \${reason}\``,
      replace: 'sku',
      about: 'Two releases for different reasons have one id',
      scenario: 'payment fails of an order that is cancelled',
    },
    {
      name: 'commands-said-now',
      find: '    timestamp,\n    metadata',
      replace: '    timestamp: new Date().toISOString(),\n    metadata',
      about: 'A command that is said again has the time at which it is said',
    },
  ]),
];

/** What orders hold of the stock. */
export const holdMutations = [...store, ...router];
