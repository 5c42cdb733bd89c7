import { GetBootstrapBrokersCommand, KafkaClient } from '@aws-sdk/client-kafka';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mskClusters } from '../../../../functions/ops/kafka-access/clusters.msk.ts';
import { type MskEndpoint, startMskEndpoint } from '../../../../localstack/kafka/msk-endpoint.ts';

const arn =
  'arn:aws:kafka:eu-west-1:000000000000:cluster/orderstream-local-kafka/6f1a3c52-0d1e-5b7c-9a44-3f5d2b8e7c10-1';
const clusters = new Map([[arn, '127.0.0.1:9096,127.0.0.1:9097']]);

let endpoint: MskEndpoint;
let msk: KafkaClient;

beforeAll(async () => {
  endpoint = await startMskEndpoint(clusters);
  msk = new KafkaClient({
    endpoint: endpoint.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

afterAll(async () => {
  msk.destroy();
  await endpoint.stop();
});

test('the SDK finds the brokers of a cluster', async () => {
  expect(await msk.send(new GetBootstrapBrokersCommand({ ClusterArn: arn }))).toMatchObject({
    BootstrapBrokerStringSaslScram: '127.0.0.1:9096,127.0.0.1:9097',
  });
});

test('so does the provisioner', async () => {
  expect(await mskClusters(msk).bootstrapBrokers(arn)).toBe('127.0.0.1:9096,127.0.0.1:9097');
});

test('an unknown cluster is not found, for the SDK and for good', async () => {
  await expect(mskClusters(msk).bootstrapBrokers(`${arn}2`)).rejects.toMatchObject({
    name: 'NotFoundException',
    message: expect.stringContaining(`${arn}2`),
  });
});

test('a cluster that comes later is found', async () => {
  clusters.set(`${arn}3`, '127.0.0.1:9098');
  expect(await mskClusters(msk).bootstrapBrokers(`${arn}3`)).toBe('127.0.0.1:9098');
});

test('anything else is reported as missing', async () => {
  const response = await fetch(`${endpoint.url}/v1/clusters`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ message: 'GET /v1/clusters is not available on the local platform' });
});
