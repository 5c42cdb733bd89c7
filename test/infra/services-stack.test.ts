import { describe, expect, it } from 'vitest';
import { recordAge } from '../../lib/config/record-age.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { type Consumer, filtersFor, topicNames, topics } from '../../schemas/catalogue.ts';
import { declarationOf, type FunctionName, functionNames, functions } from '../../schemas/functions/functions.ts';
import { synthesise } from '../support/synthesised-app.ts';

const { templates, dependencies } = synthesise();
const template = templates.services;
const lambdas = {
  ...template.findResources('AWS::Lambda::Function'),
  ...templates.kafka.findResources('AWS::Lambda::Function'),
};
const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
const consumers = topicNames.flatMap((topic) =>
  topics[topic].consumers.map((consumer: Consumer) => ({ topic, ...consumer })),
);

/** The resource named by `{Ref}` or `{Fn::GetAtt}`. */
const logicalId = (reference: { Ref?: string; 'Fn::GetAtt'?: readonly string[] }) =>
  reference.Ref ?? reference['Fn::GetAtt']?.[0] ?? '';
const mappingOf = ({ topic, group }: (typeof consumers)[number]) =>
  mappings.find(
    ({ Properties }) =>
      Properties.Topics[0] === topic && Properties.AmazonManagedKafkaEventSourceConfig.ConsumerGroupId === group,
  );

const createdTopics = Object.values(templates.kafka.findResources('AWS::MSK::Topic')).map(
  ({ Properties }) => Properties.TopicName,
);

/** The authorizer is only where clients are users, the webhook where Stripe is the gateway. */
const always = functionNames.filter((name) => name !== 'ops/authorizer' && name !== 'payment/webhook');

describe('functions', () => {
  it('are those of the configuration, under their names', () => {
    expect(
      Object.values(lambdas)
        .map(({ Properties }) => Properties.FunctionName)
        .sort(),
    ).toEqual(always.map((name) => `orderstream-dev-${name.replace('/', '-')}`).sort());
  });

  it.each(always)('%s has its limits, its log and the right runtime', (name) => {
    const config = stageConfig('dev').functions;
    const found = Object.values(lambdas).find(
      ({ Properties }) => Properties.FunctionName === `orderstream-dev-${name.replace('/', '-')}`,
    );
    expect(found?.['Properties']).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: functions[name].timeoutSeconds,
      MemorySize: config.memoryMb,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: name.split('/')[0] } },
    });
    expect(found?.['Properties']).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it.each(always)('%s keeps its log for the retention of the stage, with personal data masked', (name) => {
    const logs = [template, templates.kafka].flatMap((stack) =>
      Object.values(stack.findResources('AWS::Logs::LogGroup')),
    );
    const log = logs.find(
      ({ Properties }) => Properties.LogGroupName === `/aws/lambda/orderstream-dev-${name.replace('/', '-')}`,
    );
    expect(log?.['Properties'].RetentionInDays).toBe(7);
    const { Configuration, Statement } = log?.['Properties'].DataProtectionPolicy ?? {};
    expect(Statement.map(({ Operation }: { readonly Operation: object }) => Object.keys(Operation)[0]).sort()).toEqual([
      'Audit',
      'Deidentify',
    ]);
    expect(JSON.stringify(Statement)).toMatch(/EmailAddress.*CreditCardNumber/);
    const patterns: readonly { readonly Name: string; readonly Regex: string }[] = Configuration.CustomDataIdentifier;
    const masks = (text: string) =>
      patterns.filter(({ Regex }) => new RegExp(Regex).test(text)).map(({ Name }) => Name);
    expect(masks('notified +35312345678')).toEqual(['PhoneNumberE164']);
    expect(masks('token tok_approve_1 of')).toEqual(['PaymentToken']);
    expect(masks('key rk_live_0123456789ab')).toEqual(['StripeKey']);
    expect(masks('secret whsec_0123456789ab')).toEqual(['StripeSigningSecret']);
    expect(masks('order 2f6c7d7e of +5 units')).toEqual([]);
    // CloudWatch Logs takes no other characters, and no longer expressions.
    for (const { Regex } of patterns) expect(Regex).toMatch(/^[a-zA-Z0-9_#=@/;,\- ^$?[\]{}|\\*+.]{1,200}$/);
  });

  it('connect to Kafka as their own principal', () => {
    const secretOf = (principal: string) => {
      const ids = Object.entries(templates.kafka.findResources('AWS::SecretsManager::Secret'));
      return ids.find(([, { Properties }]) => Properties.Name.endsWith(`_${principal}`))?.[0] ?? '';
    };
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      const { KAFKA_BROKERS, KAFKA_SECRET_ARN } = Properties.Environment.Variables;
      const { principal } = declarationOf(
        String(Properties.FunctionName).replace('orderstream-dev-', '').replace('-', '/') as FunctionName,
      );
      if (principal === undefined) {
        expect([KAFKA_BROKERS, KAFKA_SECRET_ARN]).toEqual([undefined, undefined]);
        continue;
      }
      expect(template.findParameters(KAFKA_BROKERS.Ref)).toEqual({
        [KAFKA_BROKERS.Ref]: {
          Type: 'AWS::SSM::Parameter::Value<String>',
          Default: '/orderstream/dev/kafka/brokers',
        },
      });
      expect(KAFKA_SECRET_ARN['Fn::ImportValue']).toContain(`ExportsOutputRef${secretOf(principal)}`);
    }
  });
});

describe('a function that is deployed after another', () => {
  it('is created and updated after it: it emits what only the new version of the other reads', () => {
    const idOf = (name: string) =>
      Object.keys(lambdas).find((id) => lambdas[id]?.['Properties'].FunctionName === `orderstream-dev-${name}`) ?? '';
    expect(lambdas[idOf('audit-publish')]?.['DependsOn']).toContain(idOf('audit-record'));
  });
});

describe('event source mappings', () => {
  /** `dev` has no window of a minute. */
  const shortWindow = expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 8);

  it('are the consumers of the catalogue, no more and no less', () => {
    expect(mappings).toHaveLength(consumers.length);
  });

  it.each(consumers)('$group feeds $function from $topic', (consumer) => {
    const mapping = mappingOf(consumer);
    const target = lambdas[logicalId(mapping?.['Properties'].FunctionName)];
    expect(target?.['Properties'].FunctionName).toBe(`orderstream-dev-${consumer.function.replace('/', '-')}`);
    expect(mapping?.['Properties']).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      MaximumBatchingWindowInSeconds:
        functions[consumer.function].latency === 'background' ? shortWindow : (consumer.batchingWindowSeconds ?? 0),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1, PollerGroupName: 'orderstream-dev-consumers' },
      SourceAccessConfigurations: [
        { Type: 'SASL_SCRAM_512_AUTH', URI: target?.['Properties'].Environment.Variables.KAFKA_SECRET_ARN },
      ],
      DestinationConfig: { OnFailure: { Destination: `kafka://${consumer.topic}.dlq` } },
    });
    expect(mapping?.['Properties']).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: recordAge(topics[consumer.topic].retentionDays),
      MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
    });
    expect(mapping?.['Properties'].MaximumRetryAttempts).toBeGreaterThan(0);
    expect(mapping?.['Properties'].BatchSize).toBeLessThanOrEqual(10_000);
  });

  it.each(consumers)('$group filters by the catalogue', (consumer) => {
    const filters: readonly { readonly Pattern: string }[] =
      mappingOf(consumer)?.['Properties'].FilterCriteria?.Filters ?? [];
    expect(filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual(filtersFor(consumer).map((value) => ({ value })));
  });

  it.each(consumers)('$group starts after the permissions, the topics and the access it needs', (consumer) => {
    const mapping = mappingOf(consumer);
    const role = logicalId(lambdas[logicalId(mapping?.['Properties'].FunctionName)]?.['Properties'].Role);
    const policies = Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([, { Properties }]) => Properties.Roles.some((of: { Ref: string }) => of.Ref === role))
      .map(([id]) => id);
    expect(policies).not.toEqual([]);
    expect(mapping?.['DependsOn']).toEqual(expect.arrayContaining(policies));
    // Topics, dead-letter queues and access are in the stack before.
    expect(dependencies.services).toContain('orderstream-dev-kafka');
    expect(createdTopics).toEqual(expect.arrayContaining([consumer.topic, `${consumer.topic}.dlq`]));
    expect(templates.kafka.findResources('Custom::KafkaAccess')).not.toEqual({});
  });
});
