import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type DynamoDbProxy, startDynamoDbProxy } from '../../../../localstack/dynamodb/proxy.ts';

let database: Server;
let proxy: DynamoDbProxy;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const start = async (listener: RequestListener): Promise<void> => {
  database = createServer(listener);
  database.listen(0, '127.0.0.1');
  await once(database, 'listening');
  proxy = await startDynamoDbProxy((database.address() as AddressInfo).port);
};

afterEach(async () => {
  await proxy.close();
  database.closeAllConnections();
  database.close();
});

const call = async (operation: string, body: object) => {
  const outgoing = httpRequest(proxy.endpoint, {
    agent,
    method: 'POST',
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
  });
  outgoing.end(JSON.stringify(body));
  const [response] = await once(outgoing, 'response');
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(await text(response)) };
};

describe('the proxy', () => {
  it('passes on what a database answers in chunks, with the length and without the checksum of the body before', async () => {
    const Item = { text: { S: 'ä'.repeat(100_000) } };
    await start(async (request, response) => {
      expect(JSON.parse(await text(request))).toEqual({ ReturnConsumedCapacity: 'TOTAL', TableName: 'orders' });
      const answer = JSON.stringify({ ConsumedCapacity: { TableName: 'orders', CapacityUnits: 12.5 }, Item });
      response.setHeader('x-amz-crc32', '1');
      response.write(answer.slice(0, 50_000));
      response.end(answer.slice(50_000));
    });
    const answered = await call('GetItem', { TableName: 'orders' });
    expect(answered).toMatchObject({ status: 200, body: { Item } });
    expect(Object.keys(answered.body)).toEqual(['Item']);
    expect(answered.headers).not.toHaveProperty('x-amz-crc32');
    expect(proxy.statistics()).toMatchObject([{ operation: 'GetItem', table: 'orders', requests: 1, readUnits: 12.5 }]);
  });

  it('answers requests that come early in their order', async () => {
    await start(async (request, response) => {
      const { n } = JSON.parse(await text(request));
      setTimeout(() => response.end(JSON.stringify({ n })), n === 1 ? 50 : 0);
    });
    const caller = connect(Number(new URL(proxy.endpoint).port), '127.0.0.1');
    const requestOf = (n: number) => `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 7\r\n\r\n{"n":${n}}`;
    caller.write(requestOf(1) + requestOf(2));
    let received = '';
    for await (const chunk of caller) {
      received += chunk;
      if (received.includes('{"n":2}')) break;
    }
    expect([...received.matchAll(/\{"n":\d\}/g)].map(String)).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('breaks the caller’s connection when the database breaks its own, and serves the next', async () => {
    let broken = true;
    await start((request, response) => {
      if (broken) request.socket.destroy();
      else response.end('{}');
    });
    await expect(call('ListTables', {})).rejects.toThrow('socket hang up');
    broken = false;
    expect(await call('ListTables', {})).toMatchObject({ status: 200 });
  });
});
