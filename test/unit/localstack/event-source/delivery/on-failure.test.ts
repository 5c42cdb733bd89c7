import { describe, expect, it } from 'vitest';
import { DispatchBench, type DispatchBenchOptions } from '../../../../support/event-source/dispatch-bench.ts';
import { FakeFunction, functionError } from '../../../../support/event-source/fake-function.ts';
import { clusterArn, provisioned } from '../../../../support/event-source/properties.ts';

const failing = (options: DispatchBenchOptions = {}) =>
  new DispatchBench({
    ...options,
    function: options.function ?? new FakeFunction(() => functionError),
    properties: {
      ...provisioned,
      DestinationConfig: { OnFailure: { Destination: 'kafka://orders.created.dlq' } },
      MaximumRetryAttempts: 0,
      ...options.properties,
    },
  });

const envelopes = (bench: DispatchBench) => bench.failures.map(({ value }) => JSON.parse(value));

describe('the on-failure topic', () => {
  it('I3, I6: gets the envelope of AWS with the event of one record (kafka-on-failure-destination, sample)', async () => {
    const bench = failing();
    await bench.poll(1, [{ headers: [['ce_type', Buffer.from('A')]] }]);
    const event = bench.function.invocations[0]?.event;
    expect(envelopes(bench)).toEqual([
      {
        requestContext: {
          requestId: 'request-0',
          functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:order-saga',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 1,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: '2026-11-22T10:00:00.000Z',
        KafkaBatchInfo: {
          batchSize: 1,
          eventSourceArn: clusterArn,
          bootstrapServers: '127.0.0.1:9092,127.0.0.1:9093',
          payloadSize: Buffer.byteLength(JSON.stringify(event)),
          recordInfo: { offset: '0', timestamp: '2026-11-22T10:00:00.000Z' },
        },
        payload: event,
      },
    ]);
  });

  it('I6, G13: gets one message per record of a batch', async () => {
    const bench = failing();
    bench.enqueue(0, 2);
    bench.enqueue(1, 1);
    await bench.clock.advance();
    expect(envelopes(bench).map(({ payload }) => Object.entries(payload.records))).toMatchObject([
      [['orders.created-0', [{ offset: 0 }]]],
      [['orders.created-0', [{ offset: 1 }]]],
      [['orders.created-1', [{ offset: 0 }]]],
    ]);
  });

  it('I7, I8: gets the original key bytes, none for none, and no headers (kafka-on-failure-destination)', async () => {
    const bench = failing();
    await bench.poll(0, [{ key: Buffer.from([0, 255]) }, { key: null }, { key: Buffer.alloc(0) }]);
    expect(bench.failures.map(({ key }) => key)).toEqual([Buffer.from([0, 255]), null, Buffer.alloc(0)]);
    expect(bench.failures.every((message) => Object.keys(message).join() === 'key,value')).toBe(true);
  });

  it('I3: has RecordAgeExceeded without responseContext (recorded for Kinesis)', async () => {
    const bench = failing({ properties: { MaximumRecordAgeInSeconds: 60 } });
    await bench.poll(0, [{ timestamp: bench.clock.now() - 61_000 }]);
    expect(envelopes(bench)[0].requestContext).toMatchObject({
      condition: 'RecordAgeExceeded',
      approximateInvokeCount: 0,
    });
    expect(envelopes(bench)[0]).not.toHaveProperty('responseContext');
  });

  it('I4: has MaximumPayloadSizeExceeded with responseContext null (kafka-on-failure)', async () => {
    const bench = failing();
    await bench.poll(0, [{ value: Buffer.alloc(4_800_000) }]);
    expect(envelopes(bench)[0]).toMatchObject({
      requestContext: { condition: 'MaximumPayloadSizeExceeded' },
      responseContext: null,
    });
  });

  it('E8: is waited for before the offset is committed', async () => {
    let write: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      write = resolve;
    });
    const bench = failing({ destination: () => written });
    await bench.poll(0, 1);
    expect(bench.commits).toEqual([]);
    write();
    await bench.clock.advance();
    expect(bench.commits).toEqual([[0, 1]]);
    expect(bench.counts()).toMatchObject({ OnFailureDestinationDeliveredEventCount: 1, DroppedEventCount: 0 });
  });

  it('I10: loses the records when it cannot be written, and the partition goes on (monitoring-metrics-types)', async () => {
    const bench = failing({
      destination: () => Promise.reject(new Error('NOT_ENOUGH_REPLICAS')),
      function: new FakeFunction((_, index) => (index === 0 ? functionError : {})),
    });
    await bench.poll(0, 2);
    await bench.poll(0, 1);
    expect(bench.committed(0)).toBe(3);
    expect(bench.counts()).toMatchObject({ OnFailureDestinationDeliveredEventCount: 0, DroppedEventCount: 2 });
    expect(bench.metrics.snapshot().errorCount).toEqual({
      InvokeErrorCount: 1,
      OnFailureDestinationDeliveryErrorCount: 1,
    });
    expect(JSON.stringify(bench.log)).toContain('NOT_ENOUGH_REPLICAS');
  });
});
