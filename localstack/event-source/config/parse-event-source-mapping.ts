import type {
  EventSourceMappingConfig,
  LatencyClass,
  ProvisionedPollers,
  StartingPosition,
} from './event-source-mapping-config.ts';
import { parseFilterCriteria } from './parse-filter-criteria.ts';
import { PropertyReader } from './property-reader.ts';

const known = [
  ...['AmazonManagedKafkaEventSourceConfig', 'BatchSize', 'BisectBatchOnFunctionError', 'DestinationConfig', 'Enabled'],
  ...['EventSourceArn', 'FilterCriteria', 'FunctionName', 'FunctionResponseTypes', 'KmsKeyArn', 'LoggingConfig'],
  ...['MaximumBatchingWindowInSeconds', 'MaximumRecordAgeInSeconds', 'MaximumRetryAttempts', 'MetricsConfig'],
  ...['ProvisionedPollerConfig', 'SourceAccessConfigurations', 'StartingPosition', 'StartingPositionTimestamp', 'Tags'],
  'Topics',
];

/** Properties of other source types, with the rule that keeps them from Amazon MSK. */
const ofOtherSources: Readonly<Record<string, string>> = {
  ParallelizationFactor: 'A18',
  TumblingWindowInSeconds: 'A18',
  ScalingConfig: 'A18',
  Queues: 'A18',
  DocumentDBEventSourceConfig: 'A18',
  SelfManagedEventSource: 'A19',
  SelfManagedKafkaEventSourceConfig: 'A19',
};

const topicName = /^(?!\.)[a-zA-Z0-9._-]{1,249}$/;

/**
 * Checks the resolved properties of an `AWS::Lambda::EventSourceMapping` as Lambda does for Amazon MSK, and fills in its
 * defaults. What Lambda takes but is not run on one machine (schema registries; SQS, SNS and S3 destinations) is refused.
 *
 * @param now Unix milliseconds, against which `StartingPositionTimestamp` is judged.
 * @throws {EventSourceMappingPropertyError} names the property and the rule.
 */
export function parseEventSourceMapping(
  properties: Readonly<Record<string, unknown>>,
  now: number = Date.now(),
): EventSourceMappingConfig {
  const reader = new PropertyReader(properties);
  refuseOtherSources(reader);
  reader.allowOnly(known, 'A18');

  const topic = parseTopic(reader);
  const provisionedPollers = parsePollers(reader);
  const maximumRecordAge = parseRecordAge(reader);
  const maximumRetryAttempts = reader.integer('MaximumRetryAttempts', { rule: 'A6', min: 0, max: 10_000, also: -1 });
  const bisectOnFunctionError = reader.boolean('BisectBatchOnFunctionError', 'G10') ?? false;
  const partialBatchResponses = parseResponseTypes(reader);
  const onFailureTopic = parseDestination(reader, topic);
  const systemLogLevel = parseLogLevel(reader);
  checkMetricsConfig(reader);

  if (provisionedPollers === undefined) {
    const needing = {
      MaximumRetryAttempts: forever(maximumRetryAttempts) !== undefined,
      MaximumRecordAgeInSeconds: forever(maximumRecordAge) !== undefined,
      BisectBatchOnFunctionError: bisectOnFunctionError,
      FunctionResponseTypes: partialBatchResponses,
      'DestinationConfig.OnFailure.Destination': onFailureTopic !== undefined,
      LoggingConfig: systemLogLevel !== undefined,
    };
    const first = Object.entries(needing).find(([, set]) => set)?.[0];
    if (first !== undefined) reader.refuse(first, 'A10', 'needs provisioned mode: set ProvisionedPollerConfig');
  }

  return {
    functionName: reader.required('FunctionName', { rule: 'A2' }),
    eventSourceArn: reader.required('EventSourceArn', {
      rule: 'A2',
      pattern: /^arn:[^:]+:kafka:[^:]*:[^:]*:cluster\/.+/,
    }),
    topic,
    enabled: reader.boolean('Enabled', 'E9') ?? true,
    startingPosition: parseStartingPosition(reader, now),
    consumerGroupId: parseConsumerGroup(reader),
    batchSize: reader.integer('BatchSize', { rule: 'A3', min: 1, max: 10_000 }) ?? 100,
    batchingWindowMs: parseWindow(reader),
    maximumRetryAttempts: forever(maximumRetryAttempts),
    maximumRecordAgeMs: maximumRecordAge === undefined ? undefined : forever(maximumRecordAge * 1000),
    bisectOnFunctionError,
    partialBatchResponses,
    filters: parseFilterCriteria(reader),
    onFailureTopic,
    provisionedPollers,
    secretArn: parseSecret(reader),
    systemLogLevel,
    latency: parseLatency(reader),
  };
}

/** Tags mean nothing to Lambda; this one marks functions that let others pass. */
function parseLatency(reader: PropertyReader): LatencyClass {
  const tags = reader.objects('Tags', 'CFN');
  const tag = tags.find((each) => each.string('Key', { rule: 'CFN' }) === 'latency');
  return tag?.string('Value', { rule: 'CFN' }) === 'background' ? 'background' : 'critical';
}

function forever(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}

function refuseOtherSources(reader: PropertyReader): void {
  for (const [property, rule] of Object.entries(ofOtherSources)) {
    if (!reader.has(property)) continue;
    const parameter = property.charAt(0).toLowerCase() + property.slice(1);
    reader.refuse(property, rule, `Unsupported '${parameter}' parameter for given event source mapping type.`);
  }
}

function parseTopic(reader: PropertyReader): string {
  const topics = reader.list('Topics', 'A1');
  if (!reader.has('Topics')) reader.refuse('Topics', 'A2', 'is required');
  const [topic] = topics;
  if (topics.length !== 1 || typeof topic !== 'string') {
    return reader.refuse('Topics', 'A1', `must hold exactly one name, got ${JSON.stringify(topics)}`);
  }
  if (!topicName.test(topic)) reader.refuse('Topics', 'A1', `"${topic}" is not a topic name (${topicName.source})`);
  return topic;
}

function parseStartingPosition(reader: PropertyReader, now: number): StartingPosition {
  const oneOf = ['LATEST', 'TRIM_HORIZON', 'AT_TIMESTAMP'];
  const type = reader.required('StartingPosition', { rule: 'A2', oneOf });
  const latest = Math.floor(now / 1000);
  const seconds = reader.integer('StartingPositionTimestamp', { rule: 'A17', min: 0, max: latest });
  if (type === 'AT_TIMESTAMP') {
    if (seconds === undefined) {
      return reader.refuse('StartingPositionTimestamp', 'A17', 'is required with StartingPosition AT_TIMESTAMP');
    }
    return { type, timestamp: seconds * 1000 };
  }
  if (seconds !== undefined) reader.refuse('StartingPositionTimestamp', 'A17', 'goes only with AT_TIMESTAMP');
  return { type: type === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON' };
}

function parseWindow(reader: PropertyReader): number {
  const seconds = reader.integer('MaximumBatchingWindowInSeconds', { rule: 'A4', min: 0, max: 300 });
  return seconds === undefined ? 500 : seconds * 1000;
}

function parseRecordAge(reader: PropertyReader): number | undefined {
  return reader.integer('MaximumRecordAgeInSeconds', { rule: 'A7', min: 60, max: 604_800, also: -1 });
}

function parsePollers(reader: PropertyReader): ProvisionedPollers | undefined {
  const pollers = reader.object('ProvisionedPollerConfig', 'A8');
  if (pollers === undefined) return undefined;
  pollers.allowOnly(['MinimumPollers', 'MaximumPollers', 'PollerGroupName'], 'A8');
  const group = pollers.string('PollerGroupName', { rule: 'A9', pattern: /^[a-zA-Z0-9-_]{0,128}$/ });
  const givenMinimum = pollers.integer('MinimumPollers', { rule: 'A8', min: 1, max: 200 });
  const givenMaximum = pollers.integer('MaximumPollers', { rule: 'A8', min: 1, max: 2000 });
  if (givenMinimum === undefined && givenMaximum === undefined && !group) return undefined;
  const minimum = givenMinimum ?? 1;
  const maximum = givenMaximum ?? 200;
  if (minimum > maximum) pollers.refuse('MinimumPollers', 'A8', `${minimum} is more than MaximumPollers ${maximum}`);
  return { minimum, maximum, group: group || undefined };
}

function parseResponseTypes(reader: PropertyReader): boolean {
  const types = reader.list('FunctionResponseTypes', 'A15');
  if (types.length > 1 || types.some((type) => type !== 'ReportBatchItemFailures')) {
    reader.refuse('FunctionResponseTypes', 'A15', `takes only ReportBatchItemFailures, got ${JSON.stringify(types)}`);
  }
  return types.length === 1;
}

function parseDestination(reader: PropertyReader, topic: string): string | undefined {
  const config = reader.object('DestinationConfig', 'A13');
  config?.allowOnly(['OnFailure'], 'A13');
  const onFailure = config?.object('OnFailure', 'A13');
  onFailure?.allowOnly(['Destination'], 'A13');
  const destination = onFailure?.string('Destination', { rule: 'A13', pattern: /^.{0,350}$/ });
  if (!onFailure || !destination) return undefined;
  if (!destination.startsWith('kafka://')) {
    if (!destination.startsWith('arn:')) onFailure.refuse('Destination', 'A13', 'must be an ARN or kafka://<topic>');
    return onFailure.refuse('Destination', 'A12', 'SQS, SNS and S3 are not run locally: use kafka://<topic>');
  }
  const failureTopic = destination.slice('kafka://'.length);
  if (!topicName.test(failureTopic)) onFailure.refuse('Destination', 'A13', `"${failureTopic}" is not a topic name`);
  if (failureTopic === topic) onFailure.refuse('Destination', 'A14', 'is the source topic itself');
  return failureTopic;
}

function parseLogLevel(reader: PropertyReader): EventSourceMappingConfig['systemLogLevel'] {
  const logging = reader.object('LoggingConfig', 'A15');
  logging?.allowOnly(['SystemLogLevel'], 'A15');
  const level = logging?.string('SystemLogLevel', { rule: 'A15', oneOf: ['DEBUG', 'INFO', 'WARN'] });
  return level === 'DEBUG' || level === 'INFO' || level === 'WARN' ? level : undefined;
}

/** Only checked: metrics are always counted here, whether or not the mapping pays for them on AWS. */
function checkMetricsConfig(reader: PropertyReader): void {
  const config = reader.object('MetricsConfig', 'A15');
  config?.allowOnly(['Metrics'], 'A15');
  const unknown = config?.list('Metrics', 'A15').find((metric) => !metricGroups.has(metric));
  if (unknown !== undefined) {
    config?.refuse('Metrics', 'A15', `takes ${[...metricGroups].join(', ')}, got ${JSON.stringify(unknown)}`);
  }
}

const metricGroups: ReadonlySet<unknown> = new Set(['EventCount', 'ErrorCount', 'KafkaMetrics']);

function parseConsumerGroup(reader: PropertyReader): string | undefined {
  const config = reader.object('AmazonManagedKafkaEventSourceConfig', 'A16');
  if (config?.has('SchemaRegistryConfig')) {
    config.refuse('SchemaRegistryConfig', 'J1', 'schema registries are not run locally');
  }
  config?.allowOnly(['ConsumerGroupId'], 'A16');
  return config?.string('ConsumerGroupId', { rule: 'A16', pattern: /^[a-zA-Z0-9\-/*:_+=.@]{1,200}$/ });
}

function parseSecret(reader: PropertyReader): string | undefined {
  const accesses = reader.objects('SourceAccessConfigurations', 'K4');
  for (const access of accesses) access.required('Type', { rule: 'K4', oneOf: ['SASL_SCRAM_512_AUTH'] });
  if (accesses.length > 1) reader.refuse('SourceAccessConfigurations', 'K4', 'takes one SASL_SCRAM_512_AUTH secret');
  return accesses[0]?.required('URI', { rule: 'K4', pattern: /^arn:[^:]+:secretsmanager:/ });
}
