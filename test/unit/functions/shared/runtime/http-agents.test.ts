import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { documentClient } from '../../../../../functions/shared/runtime/dynamodb/dynamodb.ts';

let server: Server;
let connections = 0;
let client: DynamoDBDocumentClient;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  connections = 0;
  server = createServer((_, response) => response.end('{}'));
  server.keepAliveTimeout = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  client = documentClient();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const ask = () => client.send(new GetCommand({ TableName: 'orders', Key: { id: '1' } }));

test('reuses a connection for the next request', async () => {
  await ask();
  vi.setSystemTime(Date.now() + 4.9 * 60_000);
  await ask();
  expect(connections).toBe(1);
});

test('does not reuse a connection that was idle for longer than NAT gateways allow', async () => {
  await ask();
  vi.setSystemTime(Date.now() + 5.1 * 60_000);
  await ask();
  expect(connections).toBe(2);
});
