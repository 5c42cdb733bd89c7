import { describe, expect, it } from 'vitest';
import { kafkaProblem } from '../../../../../localstack/event-source/kafka/kafka-error.ts';
import { MappingStatus } from '../../../../../localstack/event-source/mapping/mapping-status.ts';
import {
  type EventSourceLogEntry,
  eventSourceLog,
} from '../../../../../localstack/event-source/telemetry/event-source-log.ts';
import { MetricsCounter } from '../../../../../localstack/event-source/telemetry/metrics.ts';
import { DispatchBench } from '../../../../support/event-source/dispatch-bench.ts';
import { FakeFunction, functionError } from '../../../../support/event-source/fake-function.ts';
import { provisioned } from '../../../../support/event-source/properties.ts';

describe('state', () => {
  it('K1: goes from Creating to Enabled, and takes no update while Creating (Lambda API)', async () => {
    const status = new MappingStatus(true);
    expect(status.snapshot().State).toBe('Creating');
    expect(() => status.assertUpdatable()).toThrow(/Creating/);
    const ready = status.ready();
    status.reading();
    await ready;
    expect(status.snapshot().State).toBe('Enabled');
    status.assertUpdatable();
    status.enter('Disabling');
    status.reading();
    expect(status.snapshot().State).toBe('Disabling');
    status.enter('Disabled');
    await status.ready();
  });

  it('K1: is Disabled from the start where the template disables it', () => {
    expect(new MappingStatus(false).snapshot()).toEqual({
      State: 'Disabled',
      StateTransitionReason: 'USER_INITIATED',
      LastProcessingResult: 'No records processed',
    });
  });

  it('K2, K3, K6: names what Kafka refuses in the words of Lambda (with-kafka-troubleshoot)', () => {
    const wrapped = (type: string, name = 'KafkaJSProtocolError') =>
      new Error('retries exceeded', { cause: Object.assign(new Error('refused'), { type, name }) });
    expect(kafkaProblem(wrapped('GROUP_AUTHORIZATION_FAILED'))).toEqual({
      code: 'EVENT_SOURCE_AUTHZ_ERROR',
      result: 'PROBLEM: Cluster failed to authorize Lambda (GROUP_AUTHORIZATION_FAILED)',
    });
    expect(kafkaProblem(wrapped('', 'KafkaJSSASLAuthenticationError'))).toEqual({
      code: 'EVENT_SOURCE_AUTHN_ERROR',
      result: 'PROBLEM: SASL authentication failed',
    });
    expect(kafkaProblem(new Error('ECONNREFUSED'))).toEqual({ code: undefined, result: 'PROBLEM: ECONNREFUSED' });
  });

  it('K2: keeps the reason until the mapping works again', () => {
    const status = new MappingStatus(true);
    status.reading();
    status.problem({ code: 'EVENT_SOURCE_AUTHZ_ERROR', result: 'PROBLEM: no' });
    expect(status.snapshot()).toMatchObject({
      State: 'Enabled',
      StateTransitionReason: 'EVENT_SOURCE_AUTHZ_ERROR',
      LastProcessingResult: 'PROBLEM: no',
    });
    status.reading();
    expect(status.snapshot().StateTransitionReason).toBe('USER_INITIATED');
  });
});

describe('metrics', () => {
  it('L1: count records: invoked again on each retry, committed by distance (monitoring-metrics-types)', async () => {
    const fails = new FakeFunction((_, index) => (index < 2 ? functionError : {}));
    const bench = new DispatchBench({ function: fails, properties: { ...provisioned, MaximumRetryAttempts: 5 } });
    await bench.poll(0, 3);
    await bench.clock.advance(1000);
    expect(bench.metrics.snapshot()).toEqual({
      eventCount: {
        PolledEventCount: 3,
        FilteredOutEventCount: 0,
        InvokedEventCount: 9,
        FailedInvokeEventCount: 6,
        DroppedEventCount: 0,
        OnFailureDestinationDeliveredEventCount: 0,
        CommittedEventCount: 3,
      },
      errorCount: { InvokeErrorCount: 2 },
    });
  });

  it('L2: count an error only once there is one', () => {
    const metrics = new MetricsCounter();
    expect(metrics.snapshot().errorCount).toEqual({});
    metrics.error('CommitErrorCount');
    metrics.error('CommitErrorCount');
    expect(metrics.snapshot().errorCount).toEqual({ CommitErrorCount: 2 });
  });

  it('L4: have none of those that are not for Kafka', () => {
    const names = Object.keys(new MetricsCounter().snapshot().eventCount);
    for (const name of ['DeletedEventCount', 'IteratorAge', 'CommittedOffset']) expect(names).not.toContain(name);
  });
});

describe('log', () => {
  it('L5, A15: passes lines of the level and graver ones (esm-logging)', () => {
    const entries: EventSourceLogEntry[] = [];
    const settings = {
      uuid: 'u-1',
      functionName: 'order-saga',
      level: 'INFO',
      now: () => Date.UTC(2026, 10, 22),
    } as const;
    const log = eventSourceLog(settings, (entry) => entries.push(entry));
    log({ level: 'DEBUG', type: 'KAFKA_STATUS_EVENT', message: 'a' });
    log({ level: 'INFO', type: 'POLLER_STATUS_EVENT', message: 'b' });
    log({ level: 'WARN', type: 'ESM_PROCESSING_EVENT', message: 'c' });
    expect(entries.map(({ message }) => message)).toEqual(['b', 'c']);
    expect(entries[0]).toMatchObject({ functionName: 'order-saga', stream: '2026/11/22/u-1' });
  });

  it('L5: warns of a failed batch with its request and error', async () => {
    const bench = new DispatchBench({ function: new FakeFunction((_, index) => (index === 0 ? functionError : {})) });
    await bench.poll(0, 1);
    expect(bench.log).toMatchObject([
      { level: 'WARN', type: 'ESM_PROCESSING_EVENT', details: { requestId: 'request-0', functionName: 'order-saga' } },
    ]);
  });
});
