import { always, never, replace, setArgument, setProperty } from '../change/change.ts';
import { readStale, widen } from '../change/dynamodb-change.ts';
import { call, conditional, ifLeadingTo, ifTesting, returned } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const store = mutationsOf('functions/order/store/sagas.dynamodb.ts', [
  {
    name: 'write-over-another-write',
    symbol: 'isAsRead',
    change: widen('attribute_exists(order_id)', '#version = '),
    about: 'Two sweeps at once repair the same order: a write from an outdated record replaces what another wrote',
    scenario: 'two sweeps at once, one a moment later',
  },
]);

const rows = mutationsOf('functions/order/store/order-rows.dynamodb.ts', [
  {
    name: 'order-read-stale',
    symbol: 'orderRows',
    change: readStale(),
    about: 'An event is rejected, or has no effect, by a state that the order has left',
  },
]);

const useCases = [
  ...mutationsOf('functions/order/model/change.ts', [
    {
      name: 'lost-write-taken-for-done',
      symbol: 'change',
      change: always(ifLeadingTo('record')),
      about: 'A decision is emitted that another writer made impossible',
    },
  ]),
  ...mutationsOf('functions/order/requests/requests.ts', [
    {
      name: 'request-not-stored',
      symbol: 'requestOfOrder',
      change: setArgument('change', 1, '{ ...$it, save: async (_, after) => after }'),
      about: 'A request is published and not stored',
    },
    {
      name: 'cancel-before-its-order',
      symbol: 'publish',
      change: never(conditional('provisional')),
      about: 'The cancel of an order that is not published yet precedes ORDER_CREATED',
      scenario: 'cancel before its order',
    },
  ]),
];

const domain = [
  ...mutationsOf('functions/order/model/decide-domain.ts', [
    {
      name: 'saga-emits-once',
      symbol: 'decide',
      change: replace(call('has'), '($owner1?.history[$param1] === undefined && $it)'),
      about: 'A redelivered event does not re-emit the event of the step that it caused',
      scenario: 'order refused by an invocation that crashes',
    },
    {
      name: 'order-created-again',
      symbol: 'isNew',
      change: always(returned('created')),
      about: 'A redelivered ORDER_CREATED sets an order back to CREATED',
    },
  ]),
  ...mutationsOf('functions/order/model/saga-events-domain.ts', [
    {
      name: 'order-facts-emitted-now',
      symbol: 'envelope',
      change: setProperty('at', 'new Date().toISOString()'),
      about: 'A re-emitted event of an order has the time of its emission, not of its fact',
    },
  ]),
  ...mutationsOf('functions/order/model/request-domain.ts', [
    {
      name: 'request-replaced',
      symbol: 'decideRequest',
      change: never(ifTesting('requests')),
      about: 'A repeated request replaces the first one: the same event id has other bytes',
      scenario: 'request asked for twice',
    },
  ]),
];

/** The order saga. */
export const sagaMutations = [...store, ...rows, ...useCases, ...domain];
