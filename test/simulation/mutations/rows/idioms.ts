import { doNotAwait, drop, insertBefore, never, replace, setProperty, within } from '../change/change.ts';
import {
  call,
  catchClause,
  element,
  ifLeadingTo,
  ifTesting,
  operand,
  property,
  returned,
  statementOf,
  text,
} from '../change/select.ts';
import { mutationsOf } from '../mutation.ts';

const batch = mutationsOf('functions/shared/runtime/idioms/batch.ts', [
  {
    name: 'failed-records-acknowledged',
    symbol: 'batch',
    change: setProperty('batchItemFailures', '[]'),
    about: 'Records that failed do not come again',
  },
  {
    name: 'failed-send-forgotten',
    symbol: 'batch',
    change: within(catchClause(), drop(statementOf(call('add')))),
    about: 'A batch whose events could not be emitted is acknowledged',
    scenario: 'dead letter that Kafka refuses',
  },
  {
    name: 'acknowledged-before-emitted',
    symbol: 'batch',
    change: never(ifTesting('notEmitted')),
    about: 'A batch is acknowledged before Kafka has its events',
  },
  {
    name: 'acknowledged-before-dead-lettered',
    symbol: 'batch',
    change: doNotAwait('deadLetter'),
    about: 'A batch is acknowledged before the dead-letter queue has its poison',
    scenario: 'dead letter that Kafka refuses',
  },
  {
    name: 'unreadable-dropped',
    symbol: 'batch',
    change: drop(element('unreadable')),
    about: 'What cannot be read goes nowhere',
  },
  {
    name: 'rejected-dropped',
    symbol: 'batch',
    change: drop(element('rejected')),
    about: 'What can never happen goes nowhere',
  },
  {
    name: 'poison-fails-the-batch',
    symbol: 'readRecords',
    change: replace(statementOf(call('push', 'error')), 'throw new Error($cause);'),
    about: 'Poison is not isolated: its batch fails with it',
  },
]);

const inBatch = 'ORDER_PROCESSING of order/saga is not valid';

const sound = [
  ...mutationsOf('functions/shared/runtime/idioms/batch.ts', [
    {
      name: 'invalid-event-fails-its-batch',
      symbol: 'batch',
      change: setProperty('events', '{ ...$it, faultOf: () => undefined }'),
      about: 'An event that is not valid by its schema keeps the rest of its batch from being emitted',
      scenario: inBatch,
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/isolate-invalid-events.ts', [
    {
      name: 'invalid-event-rejects-its-batch',
      symbol: 'isolateInvalidEvents',
      change: insertBefore(
        ifTesting('length'),
        `if ($param1.length > 1)
    return { emit: [], failed: [], rejected: $param1.map((one) => ({ received: one, cause: $faultOfEvents })) };`,
      ),
      about: 'An event that is not valid by its schema dead-letters its whole batch',
      scenario: inBatch,
    },
    {
      name: 'invalid-event-dropped',
      symbol: 'isolateInvalidEvents',
      change: setProperty(property('rejected', 'cause'), '[]'),
      about: 'A record whose event is not valid by its schema is acknowledged, and dead-lettered nowhere',
      scenario: 'NOTIFICATION_SENT of notification/send is not valid',
    },
  ]),
];

const others = [
  ...mutationsOf('functions/shared/runtime/idioms/failed-partitions.ts', [
    {
      name: 'last-failure-counts',
      symbol: 'FailedPartitions.add',
      change: replace(operand('offset'), '$left > $right'),
      about: 'Of a partition, what failed before another failure does not come again',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/batch-outcome.ts', [
    {
      name: 'first-record-fails-alone',
      symbol: 'processTogether',
      change: setProperty(property('failed', 'map'), '$it.slice(0, 1)'),
      about: 'Of records that fail together, only the first is redelivered',
      scenario: 'batch of two partitions fails',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/fold.ts', [
    {
      name: 'lost-race-ignored',
      symbol: 'foldOnce',
      change: never(ifTesting('conflict')),
      about: 'A fold emits its decision though another writer decided first',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/accepted-events.ts', [
    {
      name: 'events-unchecked',
      symbol: 'acceptedEvents',
      change: never(ifLeadingTo('describeViolations')),
      about: 'What is not valid by its schema is taken',
      scenario: 'reservation of less than nothing',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/dynamodb/dynamodb-errors.ts', [
    {
      name: 'faults-are-conditions',
      symbol: 'conditional',
      change: replace(statementOf(call('translated')), 'return err({});'),
      about: 'A throttled write passes for one that another writer did first',
    },
    {
      name: 'faults-are-defects',
      symbol: 'translated',
      change: replace(returned('TransientError'), '$param1'),
      about: 'A record that met a throttle is dead-lettered',
    },
    {
      name: 'cancelled-transaction-committed',
      symbol: 'transaction',
      change: replace(text('conflict'), "'committed'"),
      about: 'A transaction that lost its race passes for done',
      scenario: 'deferral that is not stored',
    },
  ]),
];

/** What all consumers share. */
export const idiomMutations = [...batch, ...sound, ...others];
