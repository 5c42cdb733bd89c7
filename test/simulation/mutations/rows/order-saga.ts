import { drop, never, replace, setProperty, together, within } from '../change/change.ts';
import { overwrite, widen } from '../change/dynamodb-change.ts';
import { call, conditional, element, ifTesting, operand } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const store = [
  ...mutationsOf('functions/order/store/sagas.dynamodb.ts', [
    {
      name: 'order-created-again',
      symbol: 'notYetCreated',
      change: widen('attribute_exists(#status)'),
      about: 'ORDER_CREATED said again puts an order back to its beginning',
    },
    {
      name: 'step-from-any-state',
      symbol: 'inState',
      change: widen('attribute_exists(#status) OR attribute_not_exists(#status)'),
      about: 'A step is made wherever the order stands',
    },
  ]),
  ...mutationsOf('functions/order/store/update-expression.dynamodb.ts', [
    {
      name: 'last-one-stays',
      symbol: 'updateExpression',
      change: overwrite(),
      about: 'A request that is made again, a deadline and a refund replace the first ones',
      scenario: 'request asked for twice',
    },
    {
      name: 'lines-replaced',
      symbol: 'updateExpression',
      change: together(
        setProperty('SET', "[...$it, ...$ADD.map((clause) => clause.replace(' ', ' = '))]"),
        setProperty('ADD', '[]'),
      ),
      about: 'The lines of one delivery replace those of others: no union of sets',
      scenario: 'lines heard of one by one',
    },
  ]),
];

const saga = mutationsOf('functions/order/saga/saga.ts', [
  {
    name: 'second-comer-silent',
    symbol: 'join',
    change: replace(operand('cause', 'to'), 'undefined'),
    about: 'Who finds the step made by an invocation that died does not say it',
    scenario: 'join completed by an invocation that crashes',
  },
  {
    name: 'join-said-once',
    symbol: 'join',
    change: setProperty('causes', '$joinStep === undefined ? [] : $it'),
    about: 'What completed the join does not say it when it is delivered again',
    scenario: 'order refused by an invocation that crashes',
  },
  {
    name: 'refused-line-silent',
    symbol: 'join',
    change: never(conditional('reEmitsCancel')),
    about: 'Whose refusal cancelled an order does not say it for one who died',
    scenario: 'order with a refused line cancelled by an invocation that crashes',
  },
  {
    name: 'move-said-once',
    symbol: 'move',
    change: within(ifTesting('ignore'), setProperty('causes', '$made ? $it : []')),
    about: 'What moved an order does not say it when it is delivered again',
    scenario: 'order cancelled by an invocation that crashes',
  },
  {
    name: 'order-not-confirmed',
    symbol: 'join',
    change: replace(operand('confirm'), 'undefined'),
    about: 'The saga does not keep an order that was said',
  },
]);

const domain = [
  ...mutationsOf('functions/order/model/saga-events-domain.ts', [
    {
      name: 'order-facts-said-now',
      symbol: 'factOf',
      change: setProperty('at', 'new Date().toISOString()'),
      about: 'A fact of an order has the time at which it is said',
    },
  ]),
  ...mutationsOf('functions/order/model/saga-joins-domain.ts', [
    {
      name: 'early-cancel-forgotten',
      symbol: 'joinOf',
      change: drop(element('ORDER_CANCEL_REQUESTED')),
      about: 'A cancel that came before its order moves nothing',
      scenario: 'cancel before its order',
    },
    {
      name: 'stored-cancel-not-due',
      symbol: 'joinStep',
      change: never(operand('ORDER_CANCEL_REQUESTED')),
      about: 'Who cancels an order for a request that nobody heard of is not looked after',
      scenario: 'unpublished cancel made by an invocation that crashes',
    },
  ]),
  ...mutationsOf('functions/order/requests/requests.ts', [
    {
      name: 'request-not-stored',
      symbol: 'requestOfOrder',
      change: replace(
        call('storeRequest'),
        // The record as it was read before, with the request.
        `{
          ...{ order_id: $arg1, reserved: new Set(), rejected: new Set(), history: {}, ...record },
          requests: { ...record?.requests, [$arg2]: $arg3 },
        }`,
      ),
      about: 'What is asked of an order is said and not stored',
    },
  ]),
];

/** The order saga. */
export const sagaMutations = [...store, ...saga, ...domain];
