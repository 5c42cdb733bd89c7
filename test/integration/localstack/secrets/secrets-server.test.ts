import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SecretStore } from '../../../../localstack/secrets/secret-store.ts';
import { type SecretsServer, serveSecrets } from '../../../../localstack/secrets/secrets-server.ts';

const arn = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_orderstream_dev_order-abc123';
const name = 'AmazonMSK_orderstream_dev_order';
const secretString = '{"username":"order","password":"pässwörd"}';
const createdAt = new Date('2026-11-22T10:00:00Z');
const store = new SecretStore();
let server: SecretsServer;
let client: SecretsManagerClient;

beforeAll(async () => {
  store.add({ arn, name, description: 'Kafka user', secretString, createdAt });
  server = await serveSecrets(store);
  client = new SecretsManagerClient({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'orderintake', secretAccessKey: 'local' },
  });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

describe('the AWS SDK’s client', () => {
  test.each([
    ['name', name],
    ['ARN', arn],
    ['ARN without its ending', arn.slice(0, -7)],
  ])('gets a value by %s', async (_, SecretId) => {
    expect(await client.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({
      ARN: arn,
      Name: name,
      SecretString: secretString,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: createdAt,
      VersionId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  test('gets the value of its version, and of no other', async () => {
    const { VersionId } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    const get = (more: object) => client.send(new GetSecretValueCommand({ SecretId: name, ...more }));
    expect((await get({ VersionId })).SecretString).toBe(secretString);
    await expect(get({ VersionId: 'x'.repeat(32) })).rejects.toThrow(ResourceNotFoundException);
    await expect(get({ VersionStage: 'AWSPREVIOUS' })).rejects.toThrow('staging label: AWSPREVIOUS');
  });

  test('gets ResourceNotFoundException, in AWS’s words, for an unknown secret', async () => {
    const getting = client.send(new GetSecretValueCommand({ SecretId: 'nothing' }));
    await expect(getting).rejects.toThrow(ResourceNotFoundException);
    await expect(getting).rejects.toThrow("Secrets Manager can't find the specified secret.");
  });

  test('describes and lists without values', async () => {
    const description = await client.send(new DescribeSecretCommand({ SecretId: name }));
    expect(description).toMatchObject({ ARN: arn, Name: name, Description: 'Kafka user', CreatedDate: createdAt });
    const { SecretList } = await client.send(new ListSecretsCommand({}));
    expect(SecretList).toMatchObject([{ ARN: arn, Name: name }]);
    expect(JSON.stringify([description, SecretList])).not.toContain('rd"}');
  });

  test('gets several values at once, and an error for each unknown one', async () => {
    const result = await client.send(new BatchGetSecretValueCommand({ SecretIdList: [name, 'nothing'] }));
    expect(result.SecretValues).toMatchObject([{ Name: name, SecretString: secretString }]);
    expect(result.Errors).toMatchObject([{ SecretId: 'nothing', ErrorCode: 'ResourceNotFoundException' }]);
  });

  test('is refused what is not supported locally', async () => {
    const putting = client.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'x' }));
    await expect(putting).rejects.toThrow('PutSecretValue is not supported locally');
  });
});

test('a body that is not JSON is a client error', async () => {
  const response = await fetch(server.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
    body: '{',
  });
  expect(response.status).toBe(400);
});
