import { always, never, replace, setProperty } from '../change/change.ts';
import { widen } from '../change/dynamodb-change.ts';
import { call, conditional, ifTesting, operand, testOf } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const intake = mutationsOf('functions/order/intake/intake.ts', [
  {
    name: 'unknown-outcome-tried-over',
    symbol: 'isRefused',
    change: always(operand('refused')),
    about: 'An order whose acknowledgement did not come is placed once more under another id',
    scenario: 'order placed without a key and without an answer',
  },
  {
    name: 'accepted-before-acknowledged',
    symbol: 'publish',
    change: replace(testOf(ifTesting('acknowledged')), "$left !== 'refused'"),
    about: '201 is answered though Kafka did not acknowledge',
    scenario: 'order lost on its way to Kafka',
  },
  {
    name: 'key-of-another-request',
    symbol: 'placeByKey',
    change: never(ifTesting('fingerprint')),
    about: 'A request is answered by the order of another one with the same key',
    scenario: 'one key, two orders',
  },
  {
    name: 'order-emitted-without-being-stored',
    symbol: 'placeWithNewId',
    change: replace(call('create'), '({ order: $arg1 })'),
    about: 'An order is in Kafka and nowhere else',
  },
]);

const store = mutationsOf('functions/order/store/orders.dynamodb.ts', [
  {
    name: 'order-stored-over-another',
    symbol: 'dynamoOrders.put',
    change: widen('attribute_exists(order_id)'),
    about: 'A request that is sent again overwrites its order',
  },
  {
    name: 'second-request-decides',
    symbol: 'dynamoOrders.create',
    change: always(conditional()),
    about: 'A request that is sent again emits its own order, not the stored one',
  },
  {
    name: 'order-stays-provisional',
    symbol: 'dynamoOrders.confirm',
    change: setProperty('UpdateExpression', "'REMOVE nothing_at_all'"),
    about: 'An emitted order expires with those that were not emitted',
  },
  {
    name: 'lost-order-not-restored',
    symbol: 'dynamoOrders.confirm',
    change: widen('attribute_not_exists(order_id)'),
    about: 'An order that has gone away before it is confirmed comes back empty',
    scenario: 'order replayed after it expired',
  },
]);

/** How orders are taken. */
export const intakeMutations = [...intake, ...store];
