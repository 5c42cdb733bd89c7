import { mutationsOf } from '../mutation.ts';

const always = (condition: string, inverse: string): string => `${condition} OR ${inverse}`;

const intake = mutationsOf('functions/order/intake/intake.ts', [
  {
    name: 'unknown-outcome-tried-over',
    find: `!placed.ok && placed.error.kind === 'refused';`,
    replace: '!placed.ok;',
    about: 'An order whose acknowledgement did not come is placed once more under another id',
    scenario: 'order placed without a key and without an answer',
  },
  {
    name: 'accepted-before-acknowledged',
    find: `if (outcome === 'acknowledged') return ok(placed);`,
    replace: `if (outcome !== 'refused') return ok(placed);`,
    about: '201 is answered though Kafka did not acknowledge',
    scenario: 'order lost on its way to Kafka',
  },
  {
    name: 'key-of-another-request',
    find: `if (order.fingerprint !== requestFingerprint(command.request)) return err({ kind: 'key-reused' });`,
    replace: '',
    about: 'A request is answered by the order of another one with the same key',
    scenario: 'one key, two orders',
  },
  {
    name: 'order-said-without-being-stored',
    find: 'const { order } = await ports.orders.create({ order_id: writableId(ports, refused), ...drafted });',
    replace: 'const order = { order_id: writableId(ports, refused), ...drafted };',
    about: 'An order is in Kafka and nowhere else',
  },
]);

const store = mutationsOf('functions/order/store/orders.dynamodb.ts', [
  {
    name: 'order-stored-over-another',
    find: `ConditionExpression: 'attribute_not_exists(order_id)',`,
    replace: `ConditionExpression: '${always('attribute_not_exists(order_id)', 'attribute_exists(order_id)')}',`,
    about: 'A request that is sent again stores its order anew',
  },
  {
    name: 'second-request-decides',
    find: 'order: stored.error.item === undefined ? order : documentOf(stored.error.item) };',
    replace: 'order };',
    about: 'A request that is sent again says its own order, not the one that is stored',
  },
  {
    name: 'order-stays-provisional',
    find: `UpdateExpression: 'REMOVE expires_at',`,
    replace: `UpdateExpression: 'REMOVE nothing_at_all',`,
    about: 'An order that was said goes away with those that were not',
  },
  {
    name: 'lost-order-not-restored',
    find: `ConditionExpression: 'attribute_exists(order_id)',`,
    replace: `ConditionExpression: '${always('attribute_exists(order_id)', 'attribute_not_exists(order_id)')}',`,
    about: 'An order that has gone away before it is confirmed comes back empty',
    scenario: 'order replayed after it expired',
  },
]);

/** How orders are taken. */
export const intakeMutations = [...intake, ...store];
