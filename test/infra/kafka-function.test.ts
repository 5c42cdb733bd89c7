// Also tests lib/constructs/functions
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../lib/config/deployment.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { setting, table } from '../../lib/constructs/functions/binding.ts';
import { FunctionBundles } from '../../lib/constructs/functions/function-bundles.ts';
import type { Environment } from '../../lib/constructs/functions/node-function.ts';
import { KafkaAccess } from '../../lib/constructs/kafka/kafka-access.ts';
import { KafkaFunction } from '../../lib/constructs/kafka/kafka-function.ts';
import { KafkaTopics } from '../../lib/constructs/kafka/kafka-topics.ts';
import { KafkaUsers } from '../../lib/constructs/kafka/kafka-users.ts';
import { NetworkStack } from '../../lib/stacks/network-stack.ts';
import { topicDefinitions } from '../../schemas/catalogue.ts';
import { writeHandlerStubs } from '../support/handler-stubs.ts';

const outdir = mkdtempSync(join(tmpdir(), 'orderstream-function-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

// All in one stack, so that what waits for what is seen in the template.
const deployment: Deployment = {
  stage: 'dev',
  config: stageConfig('dev'),
  bundles: new FunctionBundles({
    handlers: writeHandlerStubs(outdir),
    names: ['order/saga', 'ops/dead-letters', 'ops/kafka-access'],
    output: join(outdir, 'bundles'),
  }),
};
const app = new App({ outdir, builtinCloudFormationValidation: false });
const { vpc, functionSubnets: subnets, functions: securityGroup } = new NetworkStack(app, deployment);
const network = { vpc, subnets, securityGroup };
const stack = new Stack(app, 'all');
const clusterArn = 'arn:aws:kafka:eu-west-1:000000000000:cluster/test/1';
const users = new KafkaUsers(stack, 'Users', { deployment, clusterArn });
const topics = new KafkaTopics(stack, 'Topics', { clusterArn });
const access = new KafkaAccess(stack, 'Access', { deployment, network, clusterArn, users });
const orders = new Table(stack, 'Orders', { partitionKey: { name: 'order_id', type: AttributeType.STRING } });
const failures = new Table(stack, 'Failures', { partitionKey: { name: 'partition', type: AttributeType.STRING } });
const props = {
  deployment,
  network,
  kafka: { clusterArn, brokersIn: () => 'b-1:9096', users, topics, access },
  failures,
  name: 'order/saga',
} as const;
const environment = { ORDERS_TABLE: table(orders, 'read'), STEP_DEADLINE_SECONDS: setting(60) };
new KafkaFunction(stack, 'Saga', { ...props, environment });
new KafkaFunction(stack, 'DeadLetters', {
  ...props,
  name: 'ops/dead-letters',
  environment: { FAILURES_TABLE: table(failures, 'read'), REPLAYS_TABLE: table(orders, 'appendMany') },
});
const template = Template.fromStack(stack);

const topicIds = (...names: readonly string[]) =>
  Object.entries(template.findResources('AWS::MSK::Topic'))
    .filter(([, { Properties }]) => names.includes(Properties.TopicName))
    .map(([id]) => id);

describe('KafkaFunction', () => {
  it('is fed only when topic, dead-letter queue, access and permissions are there', () => {
    const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).filter(
      ({ Properties }) => Properties.Topics[0] === 'inventory.updated',
    );
    expect(mapping?.['DependsOn']).toEqual(
      expect.arrayContaining([
        ...topicIds('inventory.updated', 'inventory.updated.dlq'),
        ...Object.keys(template.findResources('Custom::KafkaAccess')),
        ...Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) => id.startsWith('Saga')),
      ]),
    );
    expect(topicIds('inventory.updated', 'inventory.updated.dlq')).toHaveLength(2);
  });

  it('exists only when the topics that it writes to do', () => {
    const [target] = Object.values(template.findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.FunctionName === 'orderstream-dev-order-saga',
    );
    expect(target?.['DependsOn']).toEqual(expect.arrayContaining(topicIds('orders.created')));
  });

  it('replays only when every topic and every dead-letter queue is there', () => {
    const [target] = Object.values(template.findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.FunctionName === 'orderstream-dev-ops-dead-letters',
    );
    const all = Object.keys(template.findResources('AWS::MSK::Topic'));
    expect(all).toHaveLength(topicDefinitions.length);
    expect(target?.['DependsOn']).toEqual(expect.arrayContaining(all));
  });

  it('gets a variable and the permission that it needs together', () => {
    const [ordersId] = Object.keys(template.findResources('AWS::DynamoDB::Table'));
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { ORDERS_TABLE: { Ref: ordersId } } },
    });
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
      Resource: { 'Fn::GetAtt': [ordersId, 'Arn'] },
    });
  });

  it('consumes the topics that it declares', () => {
    const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(mappings.map(({ Properties }) => Properties.Topics)).toEqual([
      ['orders.created'],
      ['inventory.updated'],
      ['payments.completed'],
    ]);
  });

  it('does not compile with a variable missing, or one that it does not declare', () => {
    const mistakes = () => {
      // @ts-expect-error ORDERS_TABLE is missing
      new KafkaFunction(stack, 'Incomplete', { ...props, environment: {} });
      // @ts-expect-error order/saga declares no PRICES_TABLE
      const excess: Environment<'order/saga'> = { ...environment, PRICES_TABLE: setting('prices') };
      new KafkaFunction(stack, 'Excess', { ...props, environment: excess });
    };
    expect(mistakes).toBeTypeOf('function');
  });
});
