import { mutationsOf } from '../mutation.ts';

const store = [
  ...mutationsOf('functions/order/store/sagas.dynamodb.ts', [
    {
      name: 'order-created-again',
      find: `{ expression: 'attribute_not_exists(#status)',`,
      replace: `{ expression: 'attribute_not_exists(#status) OR attribute_exists(#status)',`,
      about: 'ORDER_CREATED said again puts an order back to its beginning',
    },
    {
      name: 'step-from-any-state',
      find: 'expression: `#status IN (',
      replace: 'expression: `attribute_exists(#status) OR attribute_not_exists(#status) OR #status IN (',
      about: 'A step is made wherever the order stands',
    },
  ]),
  ...mutationsOf('functions/order/store/update-expression.dynamodb.ts', [
    {
      name: 'last-one-stays',
      find: `\`#\${name} = if_not_exists(#\${name}, :\${name})\``,
      replace: `\`#\${name} = :\${name}\``,
      about: 'A request that is made again, a deadline and a refund replace the first ones',
      scenario: 'request asked for twice',
    },
    {
      name: 'lines-replaced',
      find: `    ],
    ADD: added.map(([name]) => \`#\${name} :\${name}\`),`,
      replace: `      ...added.map(([name]) => \`#\${name} = :\${name}\`),
    ],
    ADD: [],`,
      about: 'The lines of one delivery replace those of others: no union of sets',
      scenario: 'lines heard of one by one',
    },
  ]),
];

const saga = mutationsOf('functions/order/saga/saga.ts', [
  {
    name: 'second-comer-silent',
    find: 'causes: [...events.map(({ event_id }) => event_id), made, pending],',
    replace: 'causes: [...events.map(({ event_id }) => event_id), pending],',
    about: 'Who finds the step made by an invocation that died does not say it',
    scenario: 'join completed by an invocation that crashes',
  },
  {
    name: 'join-said-once',
    find: 'causes: [...events.map(({ event_id }) => event_id), made, pending],',
    replace: 'causes: step === undefined ? [] : [...events.map(({ event_id }) => event_id), made, pending],',
    about: 'What completed the join does not say it when it is delivered again',
    scenario: 'order refused by an invocation that crashes',
  },
  {
    name: 'refused-line-silent',
    find: 'const pending = reEmitsCancel(contribution, record) ? history.CANCELLED?.cause : undefined;',
    replace: 'const pending = undefined;',
    about: 'Whose refusal cancelled an order does not say it for one who died',
    scenario: 'order with a refused line cancelled by an invocation that crashes',
  },
  {
    name: 'move-said-once',
    find: `if (made || reaction === 'ignore') return { record, rejected: [], causes };`,
    replace: `if (made || reaction === 'ignore') return { record, rejected: [], causes: made ? causes : [] };`,
    about: 'What moved an order does not say it when it is delivered again',
    scenario: 'order cancelled by an invocation that crashes',
  },
  {
    name: 'order-not-confirmed',
    find: 'contribution.created && orders.confirm(contribution.created),',
    replace: '',
    about: 'The saga does not keep an order that was said',
  },
]);

const domain = [
  ...mutationsOf('functions/order/model/saga-events-domain.ts', [
    {
      name: 'order-facts-said-now',
      find: '{ at, source, ...(actor && { actor }) }),',
      replace: '{ at: new Date().toISOString(), source, ...(actor && { actor }) }),',
      about: 'A fact of an order has the time at which it is said',
    },
  ]),
  ...mutationsOf('functions/order/model/saga-joins-domain.ts', [
    {
      name: 'early-cancel-forgotten',
      find: `...(requests.CANCEL ? [{ trigger: 'ORDER_CANCEL_REQUESTED', ...cancelDetails(requests.CANCEL) } as const] : []),`,
      replace: '',
      about: 'A cancel that came before its order moves nothing',
      scenario: 'cancel before its order',
    },
    {
      name: 'stored-cancel-not-due',
      find: `renewed || trigger === 'ORDER_CANCEL_REQUESTED'`,
      replace: 'renewed',
      about: 'Who cancels an order for a request that nobody heard of is not looked after',
      scenario: 'unpublished cancel made by an invocation that crashes',
    },
  ]),
  ...mutationsOf('functions/order/requests/requests.ts', [
    {
      name: 'request-not-stored',
      find: 'const stored = await sagas.storeRequest(orderId, kind, {',
      replace: `const unstored = (_id: string, name: string, request: object) => ({
      ...{ order_id: orderId, reserved: new Set(), rejected: new Set(), history: {} },
      ...record,
      requests: { ...record?.requests, [name]: request },
    });
    const stored = unstored(orderId, kind, {`,
      about: 'What is asked of an order is said and not stored',
    },
  ]),
];

/** The order saga. */
export const sagaMutations = [...store, ...saga, ...domain];
