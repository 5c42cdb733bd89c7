import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/inventory/holds.dynamodb.ts', [
  {
    name: 'hold-opened-again',
    find: `ConditionExpression: 'attribute_not_exists(order_id)' });`,
    replace: `ConditionExpression: 'attribute_not_exists(order_id) OR attribute_exists(order_id)' });`,
    about: 'ORDER_CREATED delivered again opens a hold that has ended',
    scenario: 'hold opened by one who dies, long after it ended',
  },
  {
    name: 'hold-ends-and-stays-due',
    find: ' REMOVE due_shard, due_at',
    replace: '',
    about: 'What was sold is given back when the time of its hold is over',
  },
  {
    name: 'ended-hold-expires',
    find: `'due_at < :now'`,
    replace: `'due_at < :now OR attribute_exists(order_id)'`,
    about: 'A hold that has ended expires, since the index is behind',
    scenario: 'hold ends as it expires',
  },
  {
    name: 'expired-twice-at-two-times',
    find: 'if_not_exists(expired_at, :now)',
    replace: ':now',
    about: 'A release that is said again has another time',
    scenario: 'expiry dies before it ends the hold',
  },
]);

const expiry = mutationsOf('functions/inventory/expire.ts', [
  {
    name: 'hold-ended-before-released',
    find: `await events.emit(releases(hold), deadline);
      await holds.close(orderId, clock.now());`,
    replace: `await holds.close(orderId, clock.now());
      await events.emit(releases(hold), deadline);`,
    about: 'A hold has ended before its releases are said',
    scenario: 'expiry dies before it says the releases',
  },
]);

const router = [
  ...mutationsOf('functions/inventory/router.ts', [
    {
      name: 'reserved-without-hold',
      find: 'await ports.holds.open(holdOf(event, ports));',
      replace: '',
      about: 'Lines are reserved for an order of which nobody knows what it holds',
    },
    {
      name: 'cancelled-and-kept',
      find: `if (event.type === 'ORDER_CANCELLED') return event.line_items;`,
      replace: `if (event.type === 'ORDER_CANCELLED') return [];`,
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
  ...mutationsOf('functions/inventory/line-command.ts', [
    {
      name: 'one-id-for-two-releases',
      find: `reason === undefined ? sku : \`\${sku} \${reason}\``,
      replace: 'sku',
      about: 'Two releases for different reasons have one id',
      scenario: 'hold expires unheard',
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
export const holdMutations = [...store, ...expiry, ...router];
