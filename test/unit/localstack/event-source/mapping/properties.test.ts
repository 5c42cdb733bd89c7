import { describe, expect, it } from 'vitest';
import { parseEventSourceMapping } from '../../../../../localstack/event-source/config/parse-event-source-mapping.ts';
import { EventSourceMappingPropertyError } from '../../../../../localstack/event-source/config/property-reader.ts';
import { startEventSourceMapping } from '../../../../../localstack/event-source/mapping/event-source-mapping.ts';
import { EventSourceMappings } from '../../../../../localstack/event-source/mapping/event-source-mappings.ts';
import { FakeFunction } from '../../../../support/event-source/fake-function.ts';
import { clusterArn, mappingProperties, provisioned } from '../../../../support/event-source/properties.ts';

const now = Date.parse('2026-11-22T10:00:00.000Z');

const parse = (overrides: Readonly<Record<string, unknown>> = {}) =>
  parseEventSourceMapping(mappingProperties(overrides), now);

/** The property and rule of the refusal, which its message names too. */
function refusal(overrides: Readonly<Record<string, unknown>>): string {
  try {
    parse(overrides);
  } catch (error) {
    if (!(error instanceof EventSourceMappingPropertyError)) throw error;
    expect(error.message).toContain(error.property);
    expect(error.message).toContain(error.rule);
    return `${error.rule} ${error.property}`;
  }
  return 'accepted';
}

const kafkaDestination = (topic: string) => ({ DestinationConfig: { OnFailure: { Destination: `kafka://${topic}` } } });

describe('properties of an event source mapping on Amazon MSK', () => {
  it('fills in the defaults', () => {
    expect(parse()).toEqual({
      functionName: 'order-saga',
      latency: 'critical',
      eventSourceArn: clusterArn,
      topic: 'orders.created',
      enabled: true,
      startingPosition: { type: 'TRIM_HORIZON' },
      consumerGroupId: undefined,
      batchSize: 100,
      batchingWindowMs: 500,
      maximumRetryAttempts: undefined,
      maximumRecordAgeMs: undefined,
      bisectOnFunctionError: false,
      partialBatchResponses: false,
      filters: [],
      onFailureTopic: undefined,
      provisionedPollers: undefined,
      secretArn: undefined,
      systemLogLevel: undefined,
    });
  });

  it('A1: takes exactly one topic of 1 to 249 characters that does not start with a dot (Lambda API, Topic)', () => {
    expect(parse({ Topics: ['a'.repeat(249)] }).topic).toHaveLength(249);
    for (const topics of [[], ['a', 'b'], ['.a'], ['a b'], [''], ['a'.repeat(250)], [7]]) {
      expect(refusal({ Topics: topics })).toBe('A1 Topics');
    }
  });

  it.each(['EventSourceArn', 'Topics', 'StartingPosition', 'FunctionName'])(
    'A2: requires %s (Developer Guide, msk-esm-parameters)',
    (property) => {
      expect(refusal({ [property]: undefined })).toBe(`A2 ${property}`);
    },
  );

  it('A2: takes a cluster ARN only', () => {
    expect(refusal({ EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:queue' })).toBe('A2 EventSourceArn');
  });

  it('A3: takes a BatchSize of 1 to 10,000 (Lambda API, BatchSize)', () => {
    expect(parse({ BatchSize: 10_000 }).batchSize).toBe(10_000);
    expect(parse({ BatchSize: '1' }).batchSize).toBe(1);
    for (const size of [0, 10_001, 1.5, 'many']) expect(refusal({ BatchSize: size })).toBe('A3 BatchSize');
  });

  it('A4: takes a window of 0 to 300 whole seconds; 500 ms only when never set (invocation-eventsourcemapping)', () => {
    expect(parse().batchingWindowMs).toBe(500);
    expect(parse({ MaximumBatchingWindowInSeconds: 0 }).batchingWindowMs).toBe(0);
    expect(parse({ MaximumBatchingWindowInSeconds: 300 }).batchingWindowMs).toBe(300_000);
    for (const window of [-1, 301, 0.5]) {
      expect(refusal({ MaximumBatchingWindowInSeconds: window })).toBe('A4 MaximumBatchingWindowInSeconds');
    }
  });

  it('A5: needs no window for a BatchSize over 10 (Lambda API: that rule is for queues and streams)', () => {
    expect(parse({ BatchSize: 10_000, MaximumBatchingWindowInSeconds: 0 }).batchSize).toBe(10_000);
  });

  it('A6: takes 0 to 10,000 retries, or -1 for ever (kafka-retry-configurations)', () => {
    expect(parse({ ...provisioned, MaximumRetryAttempts: 0 }).maximumRetryAttempts).toBe(0);
    expect(parse({ ...provisioned, MaximumRetryAttempts: -1 }).maximumRetryAttempts).toBeUndefined();
    for (const retries of [-2, 10_001]) {
      expect(refusal({ ...provisioned, MaximumRetryAttempts: retries })).toBe('A6 MaximumRetryAttempts');
    }
  });

  it('A7: takes a record age of 60 to 604,800 s, or -1; 0 to 59 are refused (Lambda API)', () => {
    expect(parse({ ...provisioned, MaximumRecordAgeInSeconds: 60 }).maximumRecordAgeMs).toBe(60_000);
    expect(parse({ ...provisioned, MaximumRecordAgeInSeconds: -1 }).maximumRecordAgeMs).toBeUndefined();
    for (const age of [0, 59, 604_801]) {
      expect(refusal({ ...provisioned, MaximumRecordAgeInSeconds: age })).toBe('A7 MaximumRecordAgeInSeconds');
    }
  });

  it('A8: takes 1 to 200 minimum and 1 to 2,000 maximum pollers, in order; {} is on-demand (kafka-scaling-modes)', () => {
    const pollers = (config: object) => ({ ProvisionedPollerConfig: config });
    expect(parse(pollers({})).provisionedPollers).toBeUndefined();
    expect(parse(pollers({ MinimumPollers: 2 })).provisionedPollers).toEqual({ minimum: 2, maximum: 200 });
    expect(parse(pollers({ MaximumPollers: 3 })).provisionedPollers).toEqual({ minimum: 1, maximum: 3 });
    expect(refusal(pollers({ MinimumPollers: 201 }))).toBe('A8 ProvisionedPollerConfig.MinimumPollers');
    expect(refusal(pollers({ MaximumPollers: 2001 }))).toBe('A8 ProvisionedPollerConfig.MaximumPollers');
    expect(refusal(pollers({ MinimumPollers: 3, MaximumPollers: 2 }))).toContain('A8');
  });

  it('A9: takes a poller group of 128 characters; at most 2,000 maximum pollers share it (kafka-scaling-modes)', () => {
    const inGroup = (PollerGroupName: string) => ({
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1500, PollerGroupName },
    });
    expect(parse(inGroup('')).provisionedPollers?.group).toBeUndefined();
    expect(refusal(inGroup('a b'))).toContain('A9');
    expect(refusal(inGroup('a'.repeat(129)))).toContain('A9');
    const mappings = new EventSourceMappings();
    const config = { ...parse({ ...inGroup('shared'), Enabled: false }) };
    mappings.add(config, () => startEventSourceMapping(config, deps));
    expect(() => mappings.add(config, () => startEventSourceMapping(config, deps))).toThrow(/rule A9/);
  });

  it.each([
    { MaximumRetryAttempts: 3 },
    { MaximumRecordAgeInSeconds: 60 },
    { BisectBatchOnFunctionError: true },
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    { LoggingConfig: { SystemLogLevel: 'INFO' } },
    kafkaDestination('orders.created.dlq'),
  ])('A10: refuses %o without provisioned mode (kafka-scaling-modes)', (properties) => {
    expect(refusal(properties)).toMatch(/^A10 /);
    expect(refusal({ ...properties, ...provisioned })).toBe('accepted');
  });

  it.each([
    'ParallelizationFactor',
    'TumblingWindowInSeconds',
    'ScalingConfig',
    'Queues',
    'DocumentDBEventSourceConfig',
  ])('A18: refuses %s, which is not for Kafka (Lambda API)', (property) => {
    expect(refusal({ [property]: 2 })).toBe(`A18 ${property}`);
  });

  it('A11: refuses in the words once seen from Lambda (aws-cdk issue 17934)', () => {
    expect(() => parse({ ParallelizationFactor: 2 })).toThrow(
      "Unsupported 'parallelizationFactor' parameter for given event source mapping type.",
    );
  });

  it('A12, I1, I2, I5, I11: refuses SQS, SNS and S3 destinations, which are not run locally (kafka-on-failure)', () => {
    for (const Destination of ['arn:aws:sqs:eu-west-1:000000000000:q', 'arn:aws:s3:::bucket']) {
      expect(refusal({ DestinationConfig: { OnFailure: { Destination } } })).toBe(
        'A12 DestinationConfig.OnFailure.Destination',
      );
    }
  });

  it('A13: takes an ARN, kafka://<topic> or nothing, up to 350 characters, and no OnSuccess (Lambda API)', () => {
    const property = 'A13 DestinationConfig.OnFailure.Destination';
    const to = (Destination: string) => ({ ...provisioned, DestinationConfig: { OnFailure: { Destination } } });
    expect(parse(to('')).onFailureTopic).toBeUndefined();
    expect(parse(to('kafka://orders.created.dlq')).onFailureTopic).toBe('orders.created.dlq');
    expect(refusal(to('orders.created.dlq'))).toBe(property);
    expect(refusal(to('kafka://'))).toBe(property);
    expect(refusal(to(`arn:${'a'.repeat(350)}`))).toBe(property);
    expect(refusal({ DestinationConfig: { OnSuccess: { Destination: '' } } })).toBe('A13 DestinationConfig.OnSuccess');
  });

  it('A14: refuses the source topic as its own destination (kafka-on-failure-destination)', () => {
    expect(refusal({ ...provisioned, ...kafkaDestination('orders.created') })).toMatch(/^A14 /);
  });

  it('A15: takes only the documented response types, metrics and log levels (Lambda API)', () => {
    expect(refusal({ ...provisioned, FunctionResponseTypes: ['Other'] })).toBe('A15 FunctionResponseTypes');
    expect(refusal({ MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] } })).toBe('accepted');
    expect(refusal({ MetricsConfig: { Metrics: ['Other'] } })).toBe('A15 MetricsConfig.Metrics');
    expect(refusal({ ...provisioned, LoggingConfig: { SystemLogLevel: 'ERROR' } })).toBe(
      'A15 LoggingConfig.SystemLogLevel',
    );
  });

  it('A16: takes a consumer group of 1 to 200 characters that no other mapping has (Lambda API)', () => {
    const group = (ConsumerGroupId: string) => ({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId } });
    expect(parse(group('order-saga/1:a=b+c.d@e*f_g-h')).consumerGroupId).toBe('order-saga/1:a=b+c.d@e*f_g-h');
    for (const bad of ['', 'a b', 'a'.repeat(201)]) {
      expect(refusal(group(bad))).toBe('A16 AmazonManagedKafkaEventSourceConfig.ConsumerGroupId');
    }
    const mappings = new EventSourceMappings();
    const config = parse({ ...group('saga'), Enabled: false });
    mappings.add(config, () => startEventSourceMapping(config, deps));
    expect(() => mappings.add(config, () => startEventSourceMapping(config, deps))).toThrow(/rule A16/);
  });

  it('A17: takes a timestamp with AT_TIMESTAMP only, in Unix seconds, not in the future (Lambda API)', () => {
    const at = (StartingPosition: string, StartingPositionTimestamp?: number) => ({
      StartingPosition,
      StartingPositionTimestamp,
    });
    expect(parse(at('AT_TIMESTAMP', now / 1000)).startingPosition).toEqual({ type: 'AT_TIMESTAMP', timestamp: now });
    for (const wrong of [at('AT_TIMESTAMP'), at('LATEST', now / 1000), at('AT_TIMESTAMP', now / 1000 + 1)]) {
      expect(refusal(wrong)).toBe('A17 StartingPositionTimestamp');
    }
  });

  it('A19: refuses self-managed Kafka and with it ConsumptionMode (Lambda API)', () => {
    expect(refusal({ SelfManagedKafkaEventSourceConfig: { ConsumptionMode: 'Queue' } })).toMatch(/^A19 /);
    expect(refusal({ AmazonManagedKafkaEventSourceConfig: { ConsumptionMode: 'Queue' } })).toBe(
      'A16 AmazonManagedKafkaEventSourceConfig.ConsumptionMode',
    );
  });

  it('A20: takes up to 5 filters of up to 4,096 characters (invocation-eventfiltering)', () => {
    const filters = (...Patterns: string[]) => ({
      FilterCriteria: { Filters: Patterns.map((Pattern) => ({ Pattern })) },
    });
    const pattern = '{"value":{"type":["ORDER_CREATED"]}}';
    expect(parse(filters(pattern, pattern, pattern, pattern, pattern)).filters).toHaveLength(5);
    expect(refusal(filters(pattern, pattern, pattern, pattern, pattern, pattern))).toBe('A20 FilterCriteria.Filters');
    expect(refusal(filters(`{"value":["${'a'.repeat(4096)}"]}`))).toBe('A20 FilterCriteria.Filters[0].Pattern');
    expect(refusal(filters('not JSON'))).toBe('A20 FilterCriteria.Filters[0].Pattern');
  });

  it('A21: refuses a function whose timeout is over 14 minutes (with-msk-configure)', () => {
    const config = parse({ Enabled: false });
    const start = (timeout: number) => startEventSourceMapping(config, { ...deps, functionTimeout: () => timeout });
    expect(start(840).state().State).toBe('Disabled');
    expect(() => start(841)).toThrow(/FUNCTION_CONFIG_NOT_VALID.*841 s.*rule A21/);
  });

  it('J1, J2, B12: refuses a schema registry, which is not run locally (services-consume-kafka-events)', () => {
    expect(refusal({ AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } })).toBe(
      'J1 AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig',
    );
  });

  it('K4: takes one SCRAM secret, or none for no credentials (msk-esm-parameters)', () => {
    const URI = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_orderstream_local_order-a1';
    const access = (...entries: object[]) => ({ SourceAccessConfigurations: entries });
    expect(parse(access({ Type: 'SASL_SCRAM_512_AUTH', URI })).secretArn).toBe(URI);
    expect(parse(access()).secretArn).toBeUndefined();
    expect(refusal(access({ Type: 'BASIC_AUTH', URI }))).toBe('K4 SourceAccessConfigurations[0].Type');
    expect(refusal(access({ Type: 'SASL_SCRAM_512_AUTH', URI: 'x' }))).toBe('K4 SourceAccessConfigurations[0].URI');
  });

  it('takes the latency class from the tag, and from no other', () => {
    const tagged = (Key: string, Value: string) =>
      parse({
        Tags: [
          { Key: 'team', Value: 'a' },
          { Key, Value },
        ],
      }).latency;
    expect(tagged('latency', 'background')).toBe('background');
    expect(tagged('latency', 'critical')).toBe('critical');
    expect(tagged('owner', 'background')).toBe('critical');
    expect(refusal({ Tags: [{ Key: {}, Value: 'background' }] })).toBe('CFN Tags[0].Key');
  });

  it('refuses a property it does not know', () => {
    expect(refusal({ BatchSizes: 1 })).toBe('A18 BatchSizes');
  });
});

const deps = {
  brokers: () => [],
  credentials: () => Promise.reject(new Error('not requested')),
  invoker: new FakeFunction(),
  log: () => undefined,
};
