import { mutationsOf } from '../mutation.ts';

const batch = mutationsOf('functions/shared/runtime/idioms/batch.ts', [
  {
    name: 'failed-records-acknowledged',
    find: 'return { batchItemFailures: records.filter((record) => failures.has(record)).map(failureOf) };',
    replace: 'return { batchItemFailures: [] };',
    about: 'Records that failed do not come again',
  },
  {
    name: 'failed-send-forgotten',
    find: 'for (const record of records) failures.add(record, thrown);',
    replace: '',
    about: 'A batch whose events could not be said is acknowledged',
    scenario: 'dead letter that Kafka refuses',
  },
  {
    name: 'acknowledged-before-said',
    find: 'if (notEmitted !== undefined) throw notEmitted;',
    replace: '',
    about: 'A batch is acknowledged before Kafka has what it says',
  },
  {
    name: 'acknowledged-before-buried',
    find: 'await deadLetters.deadLetter(letters, deadline);',
    replace: 'void deadLetters.deadLetter(letters, deadline).catch(() => undefined);',
    about: 'A batch is acknowledged before the dead-letter queue has its poison',
    scenario: 'dead letter that Kafka refuses',
  },
  {
    name: 'unreadable-dropped',
    find: '        ...unreadable,\n',
    replace: '',
    about: 'What cannot be read goes nowhere',
  },
  {
    name: 'rejected-dropped',
    find: '        ...outcome.rejected.map(({ received: one, cause }) => ({ record: one.record, cause })),\n',
    replace: '',
    about: 'What can never happen goes nowhere',
  },
  {
    name: 'poison-fails-the-batch',
    find: 'if (!event.ok) unreadable.push({ record, cause: event.error });',
    replace: 'if (!event.ok) throw new Error(event.error);',
    about: 'Poison is not isolated: its batch fails with it',
  },
]);

const inBatch = 'ORDER_PROCESSING of order/saga is not valid';

const sound = [
  ...mutationsOf('functions/shared/runtime/idioms/batch.ts', [
    {
      name: 'invalid-event-fails-its-batch',
      find: '      events,\n      deadline,\n    });',
      replace: '      events: { ...events, faultOf: () => undefined },\n      deadline,\n    });',
      about: 'An event that is not valid by its schema keeps the rest of its batch from being emitted',
      scenario: inBatch,
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/isolate-invalid-events.ts', [
    {
      name: 'invalid-event-rejects-its-batch',
      find: 'if (only === undefined || others.length === 0) {',
      replace: `if (others.length > 0) {
    return { emit: [], failed: [], rejected: received.map((one) => ({ received: one, cause })) };
  }
  if (only === undefined || others.length === 0) {`,
      about: 'An event that is not valid by its schema dead-letters its whole batch',
      scenario: inBatch,
    },
    {
      name: 'invalid-event-dropped',
      find: '...(!isOver && { rejected: [{ received: only, cause }] })',
      replace: '...(isOver && { rejected: [] })',
      about: 'A record whose event is not valid by its schema is acknowledged, and dead-lettered nowhere',
      scenario: 'NOTIFICATION_SENT of notification/send is not valid',
    },
  ]),
];

const others = [
  ...mutationsOf('functions/shared/runtime/idioms/failed-partitions.ts', [
    {
      name: 'last-failure-counts',
      find: 'known === undefined || record.offset < known.offset',
      replace: 'known === undefined || record.offset > known.offset',
      about: 'Of a partition, what failed before another failure does not come again',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/batch-outcome.ts', [
    {
      name: 'first-record-fails-alone',
      find: 'return { emit: [], failed: received.map((one) => ({ received: one, error: thrown })), rejected: [] };',
      replace:
        'return { emit: [], failed: received.slice(0, 1).map((one) => ({ received: one, error: thrown })), rejected: [] };',
      about: 'Of records that are settled together, only the first comes again',
      scenario: 'batch of two partitions fails',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/fold.ts', [
    {
      name: 'lost-race-ignored',
      find: `if (writes.length > 0 && (await commit(writes)) === 'conflict') return 'conflict';`,
      replace: 'if (writes.length > 0) await commit(writes);',
      about: 'A fold says what it decided though somebody else had decided before',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/idioms/accepted-events.ts', [
    {
      name: 'events-unchecked',
      find: `if (violations !== null) return err(\`Not a valid \${type}: \${describeViolations(violations)}\`);`,
      replace: '',
      about: 'What is not valid by its schema is taken',
      scenario: 'reservation of less than nothing',
    },
  ]),
  ...mutationsOf('functions/shared/runtime/dynamodb/dynamodb-errors.ts', [
    {
      name: 'faults-are-conditions',
      find: 'if (!(thrown instanceof ConditionalCheckFailedException)) throw translated(thrown);',
      replace: 'if (!(thrown instanceof ConditionalCheckFailedException)) return err({});',
      about: 'A write that was throttled passes for one that somebody else had done',
    },
    {
      name: 'faults-are-defects',
      find: `return new TransientError(\`DynamoDB: \${thrown.name}: \${thrown.message}\`, { cause: thrown });`,
      replace: 'return thrown;',
      about: 'A record that met a throttle is given up',
    },
    {
      name: 'cancelled-transaction-committed',
      find: `codes.includes('TransactionConflict')) return 'conflict';`,
      replace: `codes.includes('TransactionConflict')) return 'committed';`,
      about: 'A transaction that lost its race passes for done',
      scenario: 'deferral that is not stored',
    },
  ]),
];

/** What all consumers share. */
export const idiomMutations = [...batch, ...sound, ...others];
