import { mutationsOf } from '../mutation.ts';

const records = [
  ...mutationsOf('functions/notification/store/notification-record.powertools.ts', [
    {
      name: 'notification-begun-again',
      find: `'attribute_not_exists(user_id) OR (#status = :inprogress AND claim_until < :now)'`,
      replace: `'attribute_not_exists(user_id) OR attribute_exists(user_id) OR (#status = :inprogress AND claim_until < :now)'`,
      about: 'A fact that is said again is told again',
    },
    {
      name: 'living-claim-taken',
      find: `'attribute_not_exists(user_id) OR (#status = :inprogress AND claim_until < :now)'`,
      replace: `'attribute_not_exists(user_id) OR (#status = :inprogress AND (claim_until < :now OR claim_until >= :now))'`,
      about: 'A notification is taken from somebody who is at it',
      scenario: 'two at one notification',
    },
    {
      name: 'dead-claim-kept',
      find: `'attribute_not_exists(user_id) OR (#status = :inprogress AND claim_until < :now)'`,
      replace: `'attribute_not_exists(user_id) OR (#status = :inprogress AND claim_until < :now AND attribute_not_exists(user_id))'`,
      about: "The notification of one who died is nobody's for ever",
    },
    {
      name: 'lost-claim-writes',
      find: `ConditionExpression: '#status = :inprogress AND claim_until = :claim',`,
      replace: `ConditionExpression: '(#status = :inprogress AND claim_until = :claim) OR attribute_exists(user_id)',`,
      about: 'Who lost a notification to another still stores what became of it',
      scenario: 'notification taken over',
    },
    {
      name: 'lost-claim-unnoticed',
      find: `if (!written.ok) throw new TransientError('Another invocation took over the claim on the notification');`,
      replace: '',
      about: 'Who lost a notification to another says what became of it',
      scenario: 'notification taken over',
    },
  ]),
  ...mutationsOf('functions/notification/store/notifications.powertools.ts', [
    {
      name: 'notification-ended-twice',
      find: `'attribute_exists(remembered) AND attribute_not_exists(remembered.outcome)'`,
      replace: `'attribute_exists(remembered)'`,
      about: 'The second end of a deferred notification replaces the first',
      scenario: 'one place in the queue, sent by two',
    },
  ]),
  ...mutationsOf('functions/notification/model/rules-domain.ts', [
    {
      name: 'money-mailed-of-nothing',
      find: `(event.type !== 'ORDER_PAID' && event.type !== 'PAYMENT_REFUNDED') || event.amount > 0;`,
      replace: 'true;',
      about: 'A message is about money of an order that costs nothing',
      scenario: 'cancel of an order that costs nothing',
    },
  ]),
  ...mutationsOf('functions/notification/send/notification-event.ts', [
    {
      name: 'notification-said-now',
      find: '  event_id: eventId(notification_id, type),\n  timestamp,',
      replace: '  event_id: eventId(notification_id, type),\n  timestamp: new Date().toISOString(),',
      about: 'What became of a notification has the time at which it is said',
    },
  ]),
];

const allowances = [
  ...mutationsOf('functions/notification/store/allowance-item.dynamodb.ts', [
    {
      name: 'allowance-begun-again',
      find: `{ ConditionExpression: 'attribute_not_exists(user_id)' }`,
      replace: `{ ConditionExpression: 'attribute_not_exists(user_id) OR attribute_exists(user_id)' }`,
      about: 'What a user was sent at first is counted once of twice',
      scenario: 'first messages of a user at one time',
    },
    {
      name: 'allowance-of-any-version',
      find: `ConditionExpression: '#version = :version',`,
      replace: `ConditionExpression: '#version = :version OR attribute_exists(user_id)',`,
      about: "A user's allowance is written over whatever was sent meanwhile",
    },
  ]),
  ...mutationsOf('functions/notification/model/allowance-domain.ts', [
    {
      name: 'queue-passed-by',
      find: 'if (allowance.queue !== undefined) return undefined;',
      replace: '',
      about: 'Who comes later passes by those who wait',
      scenario: 'message behind one that waits',
    },
  ]),
  ...mutationsOf('functions/notification/store/queues.dynamodb.ts', [
    {
      name: 'queue-read-late',
      find: 'ConsistentRead: true,\n      Limit: limit,',
      replace: 'ConsistentRead: false,\n      Limit: limit,',
      about: 'A queue is taken for empty that has just been joined',
      scenario: 'queue joined as it empties',
    },
    {
      name: 'postponed-after-removed',
      find: `ConditionExpression: 'attribute_exists(user_id)',`,
      replace: `ConditionExpression: 'attribute_exists(user_id) OR attribute_not_exists(user_id)',`,
      about: 'Who was slow brings back a place in the queue that is done',
      scenario: 'place in the queue brought back',
    },
  ]),
];

const deferred = mutationsOf('functions/notification/deferred/deferred.ts', [
  {
    name: 'deferred-sent-again',
    find: 'if (known?.outcome !== undefined) return known.outcome;',
    replace: '',
    about: 'What was sent by one who died before it said so is sent again',
    scenario: 'deferred message sent by an invocation that crashes',
  },
  {
    name: 'deferred-removed-before-said',
    find: 'const { sound, faults } = await emitValidEvents(ends, ({ end }) => [end], run);',
    replace: `for (const { waiting } of ends) await ports.queues.remove(waiting);
  const { sound, faults } = await emitValidEvents(ends, ({ end }) => [end], run);`,
    about: 'A notification leaves the queue before its end is said',
    scenario: 'deferred message sent by an invocation that crashes',
  },
  {
    name: 'invalid-notification-event-stops-its-queue',
    find: '({ end }) => [end], run);',
    replace: '({ end }) => [end], { ...run, events: { ...run.events, faultOf: () => undefined } });',
    about: 'A notification whose event is not valid by its schema keeps its user’s others from being emitted',
    scenario: 'NOTIFICATION_SENT of notification/deferred is not valid',
  },
  {
    name: 'two-at-one-queue',
    find: 'if (before.queue === undefined || before.queue.wake_at > now.getTime()) return',
    replace: 'if (before.queue === undefined) return',
    about: "Two runs send one user's queue",
    scenario: 'two runs at one queue',
  },
]);

/** Notifications: each once. */
export const notificationMutations = [...records, ...allowances, ...deferred];
