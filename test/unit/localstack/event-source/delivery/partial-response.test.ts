import { describe, expect, it } from 'vitest';
import { parseBatchResponse } from '../../../../../localstack/event-source/delivery/batch-response.ts';
import { toEventRecord } from '../../../../../localstack/event-source/delivery/event-record.ts';
import { DispatchBench, type DispatchBenchOptions } from '../../../../support/event-source/dispatch-bench.ts';
import {
  type Answer,
  FakeFunction,
  failedItems,
  functionError,
} from '../../../../support/event-source/fake-function.ts';
import { provisioned } from '../../../../support/event-source/properties.ts';
import { polledRecord } from '../../../../support/event-source/records.ts';

const partial = { ...provisioned, FunctionResponseTypes: ['ReportBatchItemFailures'] };
const sent = [polledRecord(0, 5), polledRecord(0, 6), polledRecord(1, 5)].map((record) => toEventRecord(record, 0));
const parse = (response: unknown) => parseBatchResponse(JSON.stringify(response), 'orders.created', sent);
const failing = (itemIdentifier: unknown) => ({ batchItemFailures: [{ itemIdentifier }] });

const answering = (answer: Answer, options: DispatchBenchOptions = {}) =>
  new DispatchBench({
    ...options,
    properties: { ...partial, ...options.properties },
    function: new FakeFunction((_, index) => (index === 0 ? answer : {})),
  });

describe('partial batch responses', () => {
  it('H1: name records by partition and offset (kafka-retry-configurations)', () => {
    expect(parse(failing({ partition: 'orders.created-0', offset: 6 }))).toEqual({
      kind: 'partial',
      failed: [sent[1]],
    });
  });

  it('H2: take the key "partition" only; "topic-partition" of an older page is malformed, and logged why', async () => {
    expect(parse(failing({ 'topic-partition': 'orders.created-0', offset: 6 }))).toMatchObject({ kind: 'malformed' });
    const payload = JSON.stringify(failing({ 'topic-partition': 'orders.created-0', offset: 0 }));
    const bench = answering({ payload });
    await bench.poll(0, 2);
    expect(bench.log.map(({ details }) => JSON.stringify(details)).join()).toContain('topic-partition');
  });

  it.each([{}, null, '', [], { batchItemFailures: [] }, { batchItemFailures: null }, { other: 1 }])(
    'H3: %j means success (kafka-retry-configurations; recorded for Kinesis)',
    (response) => {
      expect(parse(response)).toEqual({ kind: 'success' });
    },
  );

  it('H3: nothing at all means success', () => {
    expect(parseBatchResponse('', 'orders.created', sent)).toEqual({ kind: 'success' });
  });

  it.each([
    { partition: 'orders.created-2', offset: 5 },
    { partition: 'orders.created-1', offset: 6 },
    { partition: 'orders.updated-0', offset: 5 },
  ])('H4: %j, which is not in the event, fails the whole batch (kafka-retry-configurations)', (itemIdentifier) => {
    expect(parse(failing(itemIdentifier))).toMatchObject({ kind: 'malformed' });
  });

  it.each([
    failing(null),
    failing(undefined),
    failing('orders.created-0-5'),
    failing({ partition: 'orders.created-0' }),
    failing({ offset: 5 }),
    failing({ partition: 'orders.created-0', offset: '5' }),
    failing({ partition: 0, offset: 5 }),
    failing({ partition: 'orders.created-0', offset: 5, other: 1 }),
    { batchItemFailures: [null] },
    { batchItemFailures: 'all' },
    'failed',
    7,
  ])('H6: %j fails the whole batch (recorded for Kinesis)', (response) => {
    expect(parse(response)).toMatchObject({ kind: 'malformed' });
  });

  it('H4, H6: retry the whole batch', async () => {
    const bench = answering(failedItems(['orders.created-0', 99]));
    await bench.poll(0, 2);
    await bench.clock.advance(1000);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1] }, { 0: [0, 1] }]);
  });

  it('H5: count for nothing beside a function error: whole batch', async () => {
    const bench = answering({ ...failedItems(['orders.created-0', 1]), functionError: 'Handled' });
    await bench.poll(0, 2);
    await bench.clock.advance(1000);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1] }, { 0: [0, 1] }]);
  });

  it('H7: redeliver exactly the listed records (kafka-retry-configurations)', async () => {
    const bench = answering(failedItems(['orders.created-0', 1], ['orders.created-0', 3]));
    await bench.poll(0, 5);
    await bench.clock.advance(1000);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1, 2, 3, 4] }, { 0: [1, 3] }]);
  });

  it('H7: redeliver from the lowest listed of each partition on, as an option', async () => {
    const listed = failedItems(['orders.created-0', 3], ['orders.created-0', 1]);
    const bench = answering(listed, { redelivery: 'from-lowest' });
    bench.enqueue(0, 4);
    bench.enqueue(1, 2);
    await bench.clock.advance(1000);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1, 2, 3], 1: [0, 1] }, { 0: [1, 2, 3] }]);
  });

  it('H8: commit no further than the lowest failed record, and other partitions at once', async () => {
    const bench = answering(failedItems(['orders.created-0', 1]));
    bench.enqueue(0, 3);
    bench.enqueue(1, 2);
    await bench.clock.advance();
    expect(bench.commits).toEqual([
      [0, 1],
      [1, 2],
    ]);
    await bench.clock.advance(100);
    expect(bench.committed(0)).toBe(3);
  });

  it('H9: hold up the next records of the partition, not of the others', async () => {
    const bench = answering(failedItems(['orders.created-0', 1]));
    bench.enqueue(0, 2);
    bench.enqueue(1, 1);
    await bench.clock.advance();
    await bench.poll(0, 1);
    await bench.poll(1, 1);
    expect(bench.function.offsets()).toEqual([{ 0: [0, 1], 1: [0] }, { 1: [1] }]);
    await bench.clock.advance(100);
    expect(bench.function.offsets().slice(2)).toEqual([{ 0: [1] }, { 0: [2] }]);
  });

  it('H10: exhausted, have functionError null and statusCode 200 (recorded for Kinesis)', async () => {
    const Destination = 'kafka://orders.created.dlq';
    const properties = { ...partial, DestinationConfig: { OnFailure: { Destination } }, MaximumRetryAttempts: 1 };
    const always = new FakeFunction(({ event }) =>
      'orders.created-0' in event.records ? failedItems(['orders.created-0', 1]) : functionError,
    );
    const bench = new DispatchBench({ properties, function: always });
    await bench.poll(0, 2);
    await bench.clock.advance(1000);
    expect(bench.failures.map(({ value }) => JSON.parse(value))).toMatchObject([
      {
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
        responseContext: { statusCode: 200, functionError: null },
        KafkaBatchInfo: { recordInfo: { offset: '1' } },
      },
    ]);
    expect(bench.committed(0)).toBe(2);
  });
});
