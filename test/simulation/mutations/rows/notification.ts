import { insertBefore, never, replace, setArgument, setProperty } from '../change/change.ts';
import { cut, narrowPart, readStale, widen, widenPart } from '../change/dynamodb-change.ts';
import { call, ifTesting, operand, returned } from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';
import { unchecked } from './unchecked.ts';

const records = [
  ...mutationsOf('functions/notification/store/notification-record.powertools.ts', [
    {
      name: 'notification-begun-again',
      symbol: 'NotificationRecord._putRecord',
      change: widen('attribute_exists(user_id)'),
      about: 'A fact that is emitted again is notified again',
    },
    {
      name: 'living-claim-taken',
      symbol: 'NotificationRecord._putRecord',
      change: widenPart('claim_until < :now', 'claim_until >= :now'),
      about: 'A notification is taken from an invocation that works on it',
      scenario: 'two at one notification',
    },
    {
      name: 'dead-claim-kept',
      symbol: 'NotificationRecord._putRecord',
      change: narrowPart('claim_until < :now', 'attribute_not_exists(user_id)'),
      about: 'No invocation takes over the notification of a crashed one',
    },
    {
      name: 'lost-claim-writes',
      symbol: 'claimed',
      change: widen('attribute_exists(user_id)'),
      about: 'An invocation that lost its claim on a notification still stores the outcome',
      scenario: 'notification taken over',
    },
    {
      name: 'lost-claim-unnoticed',
      symbol: 'NotificationRecord._updateRecord',
      change: never(ifTesting('ok')),
      about: 'An invocation that lost its claim on a notification emits the outcome',
      scenario: 'notification taken over',
    },
  ]),
  ...mutationsOf('functions/notification/store/notifications.powertools.ts', [
    {
      name: 'notification-ended-twice',
      symbol: 'powertoolsNotifications.conclude',
      change: cut(' AND attribute_not_exists(remembered.outcome)'),
      about: 'The second end of a deferred notification replaces the first',
      scenario: 'one place in the queue, sent by two',
    },
  ]),
  ...mutationsOf('functions/notification/model/rules-domain.ts', [
    {
      name: 'money-mailed-of-nothing',
      symbol: 'concerns',
      change: replace(returned('ORDER_PAID'), 'true'),
      about: 'A message is about money of an order that costs nothing',
      scenario: 'cancel of an order that costs nothing',
    },
  ]),
  ...mutationsOf('functions/notification/send/notification-event.ts', [
    {
      name: 'notification-events-timed-by-clock',
      symbol: 'shared',
      change: setProperty('timestamp', 'new Date().toISOString()'),
      about: 'The outcome of a notification has the time of the emission',
    },
  ]),
];

const allowances = [
  ...mutationsOf('functions/notification/store/allowance-item.dynamodb.ts', [
    {
      name: 'allowance-begun-again',
      symbol: 'putOf',
      change: widen('attribute_exists(user_id)', 'attribute_not_exists(user_id)'),
      about: 'What a user was sent at first is counted once of twice',
      scenario: 'first messages of a user at one time',
    },
    {
      name: 'allowance-of-any-version',
      symbol: 'putOf',
      change: widen('attribute_exists(user_id)', '#version'),
      about: "A user's allowance is written over whatever was sent meanwhile",
    },
  ]),
  ...mutationsOf('functions/notification/model/allowance-domain.ts', [
    {
      name: 'queue-passed-by',
      symbol: 'spend',
      change: never(ifTesting('queue')),
      about: 'A later message overtakes those in the queue',
      scenario: 'message behind one that waits',
    },
  ]),
  ...mutationsOf('functions/notification/store/queues.dynamodb.ts', [
    {
      name: 'queue-read-late',
      symbol: 'dynamoQueues.head',
      change: readStale(),
      about: 'A queue is taken for empty that has just been joined',
      scenario: 'queue joined as it empties',
    },
    {
      name: 'postponed-after-removed',
      symbol: 'dynamoQueues.postpone',
      change: widen('attribute_not_exists(user_id)'),
      about: 'A slow invocation restores a queue entry that is done',
      scenario: 'place in the queue brought back',
    },
  ]),
];

const deferred = mutationsOf('functions/notification/deferred/deferred.ts', [
  {
    name: 'deferred-sent-again',
    symbol: 'outcomeFor',
    change: never(ifTesting('outcome')),
    about: 'A message of an invocation that crashed before it emitted is sent again',
    scenario: 'deferred message sent by an invocation that crashes',
  },
  {
    name: 'deferred-removed-before-emitted',
    symbol: 'round',
    change: insertBefore(
      call('emitValidEvents'),
      'for (const { waiting } of $arg1) await $param1.queues.remove(waiting);',
    ),
    about: 'A notification leaves the queue before its end is emitted',
    scenario: 'deferred message sent by an invocation that crashes',
  },
  {
    name: 'invalid-notification-event-stops-its-queue',
    symbol: 'round',
    change: setArgument('emitValidEvents', 3, unchecked),
    about: 'A notification whose event is not valid by its schema keeps its user’s others from being emitted',
    scenario: 'NOTIFICATION_SENT of notification/deferred is not valid',
  },
  {
    name: 'two-at-one-queue',
    symbol: 'leaseDueEntries',
    change: never(operand('wake_at')),
    about: "Two runs send one user's queue",
    scenario: 'two runs at one queue',
  },
]);

/** Notifications: each once. */
export const notificationMutations = [...records, ...allowances, ...deferred];
