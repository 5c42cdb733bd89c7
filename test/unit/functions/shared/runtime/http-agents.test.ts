import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { httpAgents } from '../../../../../functions/shared/runtime/http-agents.ts';

let server: Server;
let connections = 0;
const { httpAgent: agent } = httpAgents();

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  connections = 0;
  server = createServer((_, response) => response.end('{}'));
  server.keepAliveTimeout = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  vi.useRealTimers();
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

const ask = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    request({ port, host: '127.0.0.1', agent }, (response) => response.resume().on('close', resolve))
      .on('error', reject)
      .end();
  });

test('a connection is kept for the next request', async () => {
  await ask();
  vi.setSystemTime(Date.now() + 4.9 * 60_000);
  await ask();
  expect(connections).toBe(1);
});

test('one that was idle for as long as a NAT gateway remembers it is not used any more', async () => {
  await ask();
  vi.setSystemTime(Date.now() + 5.1 * 60_000);
  await ask();
  expect(connections).toBe(2);
});
