import { always, never, replace } from '../change/change.ts';
import { widen } from '../change/dynamodb-change.ts';
import { call, ifTesting, operand, testOf } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const intake = mutationsOf('functions/order/intake/intake.ts', [
  {
    name: 'unknown-outcome-tried-over',
    symbol: 'placeWithNewId',
    change: always(operand('refused')),
    about: 'An order whose acknowledgement did not come is placed once more under another id',
    scenario: 'order placed without a key and without an answer',
  },
  {
    name: 'accepted-before-acknowledged',
    symbol: 'outcomeOf',
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
    change: replace(call('create'), 'Promise.resolve({ created: true, record: $arg1 })'),
    about: 'An order is in Kafka and nowhere else',
  },
  {
    name: 'refused-order-not-withdrawn',
    symbol: 'withdrawn',
    change: replace(call('save'), 'Promise.resolve($arg1)'),
    about: 'An order that Kafka refused is placed under another id, and published by the sweep as well',
    scenario: 'order refused by one partition',
  },
]);

const store = mutationsOf('functions/order/store/sagas.dynamodb.ts', [
  {
    name: 'order-stored-over-another',
    symbol: 'dynamoSagas.create',
    change: widen('attribute_exists(order_id)'),
    about: 'A repeated request stores its order over the first one',
  },
  {
    name: 'second-request-decides',
    symbol: 'dynamoSagas.create',
    change: replace(call('storedRecord'), '$param1'),
    about: 'A repeated request emits its own order, not the one that is stored',
  },
]);

const saga = mutationsOf('functions/order/model/decide-domain.ts', [
  {
    name: 'order-stays-provisional',
    symbol: 'decide',
    change: replace(call('confirmed'), '$arg1'),
    about: 'An order expires though an outcome of its lines is stored',
  },
]);

/** How orders are taken. */
export const intakeMutations = [...intake, ...store, ...saga];
