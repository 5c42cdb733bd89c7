import { randomUUID } from 'node:crypto';
import {
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { authorization, credentials } from '../../localstack/on-localstack/localstack-target.ts';
import { principals } from '../../schemas/catalogue.ts';
import { callLocalStack } from './call-localstack.ts';

const { endpoints, region, outputs, apiUrl, apiKey } = inject('platform');
const target = { endpoint: endpoints.dynamodb, region };
const dynamodb = new DynamoDBClient({ ...target, credentials });
const secrets = new SecretsManagerClient({ ...target, credentials });
afterAll(() => {
  dynamodb.destroy();
  secrets.destroy();
});

const tableNames = Object.entries(outputs).flatMap(([name, value]) => (name.endsWith('TableName') ? [value] : []));

describe('CloudFormation', () => {
  it.each(['CDKToolkit', 'kafka', 'data', 'services', 'api'])('has created the stack %s', async (stack) => {
    const StackName = stack === 'CDKToolkit' ? stack : `orderstream-localstack-${stack}`;
    const answer = await callLocalStack(target, 'cloudformation', { Action: 'DescribeStacks', StackName });
    expect(answer).toContain('<StackStatus>CREATE_COMPLETE</StackStatus>');
  });

  it('has created no event source mapping, whose cluster it does not have', async () => {
    const response = await fetch(new URL('/2015-03-31/event-source-mappings/', target.endpoint), {
      headers: { authorization: authorization(target, 'lambda') },
    });
    expect(await response.json()).toMatchObject({ EventSourceMappings: [] });
  });
});

describe('a table', () => {
  it('is there for every output', async () => {
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    expect(tableNames.length).toBeGreaterThan(10);
    expect(TableNames.toSorted()).toEqual(tableNames.toSorted());
  });

  it.each(tableNames)('%s keeps an item, once', async (TableName) => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    const keys = (Table?.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
    const Key = Object.fromEntries(keys.map((name) => [name, { S: `round-trip-${randomUUID()}` }]));
    const Item = { ...Key, note: { S: 'kept' } };
    const put = () =>
      dynamodb.send(
        new PutItemCommand({
          TableName,
          Item,
          ConditionExpression: 'attribute_not_exists(#key)',
          ExpressionAttributeNames: { '#key': keys[0] ?? '' },
        }),
      );
    await put();
    expect((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Item);
    await expect(put()).rejects.toThrow('conditional');
    await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
    expect((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item).toBeUndefined();
  });
});

describe('a secret', () => {
  it.each(principals)('of %s has its generated password, and takes another', async (username) => {
    const SecretId = `AmazonMSK_orderstream_localstack_${username}`;
    const read = async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
    const generated = await read();
    expect(JSON.parse(generated)).toEqual({ username, password: expect.stringMatching(/^[A-Za-z0-9]{32}$/) });
    const other = JSON.stringify({ username, password: 'another' });
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: other }));
    expect(await read()).toBe(other);
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: generated }));
  });
});

it('a queue gives back what was sent', async () => {
  const created = await callLocalStack(target, 'sqs', { Action: 'CreateQueue', QueueName: 'round-trip' });
  const QueueUrl = /<QueueUrl>(.+)<\/QueueUrl>/.exec(created)?.[1] ?? '';
  await callLocalStack(target, 'sqs', { Action: 'SendMessage', QueueUrl, MessageBody: 'an order' });
  const received = await callLocalStack(target, 'sqs', { Action: 'ReceiveMessage', QueueUrl });
  expect(received).toContain('<Body>an order</Body>');
});

describe('a parameter', () => {
  const parameter = (operation: string, input: object) =>
    callLocalStack(target, 'ssm', input, `AmazonSSM.${operation}`).then((text) => JSON.parse(text));

  it('returns the version of the bootstrap', async () => {
    const { Parameter } = await parameter('GetParameter', { Name: '/cdk-bootstrap/hnb659fds/version' });
    expect(Number(Parameter.Value)).toBeGreaterThan(20);
  });

  it('is what was put', async () => {
    await parameter('PutParameter', { Name: '/orderstream/round-trip', Value: 'kept', Type: 'String' });
    const { Parameter } = await parameter('GetParameter', { Name: '/orderstream/round-trip' });
    expect(Parameter.Value).toBe('kept');
  });
});

describe('the REST API', () => {
  it('answers by a function', async () => {
    const response = await fetch(new URL('health', apiUrl));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it('asks for an API key', async () => {
    const ask = (key: string) =>
      fetch(new URL(`orders/${randomUUID()}/status`, apiUrl), { headers: { 'x-api-key': key } });
    expect((await ask('no-key')).status).toBe(403);
    expect((await ask(apiKey)).status).toBe(404);
  });
});
