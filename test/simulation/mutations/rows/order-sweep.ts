import { mutationsOf } from '../mutation.ts';

/** What looks after orders that stand too long. */
export const sweepMutations = [
  ...mutationsOf('functions/order/store/due-orders.dynamodb.ts', [
    {
      name: 'two-sweeps-repair',
      find: `ConditionExpression: '#due_at = :seen',`,
      replace: `ConditionExpression: '#due_at = :seen OR attribute_exists(order_id) OR attribute_not_exists(order_id)',`,
      about: 'Two sweeps at once repair the same order',
      scenario: 'two sweeps at once, one a moment later',
    },
  ]),
  ...mutationsOf('functions/order/model/saga-moves-domain.ts', [
    {
      name: 'given-up-order-not-due',
      find: `reason: 'TIMEOUT',\n  dueAt,`,
      replace: `reason: 'TIMEOUT',`,
      about: 'An order that was given up does not wait for this to be said',
      scenario: 'sweep crashes before it emits a cancelled order',
    },
  ]),
  ...mutationsOf('functions/order/model/repair-domain.ts', [
    {
      name: 'given-up-said-once',
      find: `return { kind: 'emit-timeout' };`,
      replace: `return { kind: 'clear' };`,
      about: 'Who gave an order up and died before it said so is not heard',
      scenario: 'sweep crashes before it emits a cancelled order',
    },
    {
      name: 'stored-cancel-said-once',
      find: `history.CANCELLED && requests.CANCEL ? 'emit-cancel' : 'clear'`,
      replace: `'clear'`,
      about: 'Who cancelled an order for a request that nobody heard of, and died before it said so, is not heard',
      scenario: 'unpublished cancel made by an invocation that crashes',
    },
    {
      name: 'no-repair',
      find: `until > now ? { kind: 'wait', until } : { kind: 'repair' };`,
      replace: `until > now ? { kind: 'wait', until } : { kind: 'leave' };`,
      about: 'A step that nobody said is not said again',
      scenario: 'reservation dead-lettered',
    },
    {
      name: 'no-giving-up',
      find: `if (sagaDeadline(created.created_at, deadlines) <= now) return { kind: 'cancel' };`,
      replace: '',
      about: 'An order waits for ever',
      scenario: 'payment service deaf for long',
    },
  ]),
  ...mutationsOf('functions/order/sweep/sweep.ts', [
    {
      name: 'invalid-order-event-stops-the-sweep',
      find: 'if (emit.length === 0) return 0;',
      replace:
        'if (emit.length === 0 || outcomes.some((one) => one.emit.some((event) => run.events.faultOf(event) !== undefined))) return 0;',
      about: 'An order whose event is not valid by its schema keeps those of its page from being emitted',
      scenario: 'ORDER_CANCELLED of order/sweep is not valid',
    },
    {
      name: 'given-up-order-forgotten-before-said',
      find: 'const { faults: unsound } = await emitValidEvents([emit], (events) => events, run);',
      replace:
        'await afterwards?.();\n          const { faults: unsound } = await emitValidEvents([emit], (events) => events, run);',
      about: 'An order that was given up is taken from those that wait before it is said',
      scenario: 'sweep crashes as it emits a cancelled order',
    },
  ]),
];
