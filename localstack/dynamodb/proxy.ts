import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { askForCapacity, takeCapacity } from './consumed-capacity.ts';
import { type DynamoDbRequest, type DynamoDbResponse, parseRequest } from './request.ts';
import { RequestStatistics, type TableUse } from './request-statistics.ts';

/**
 * Intercepts requests between every caller and the database. It may answer itself, delay or fail before and after `forward`, or throw: then the
 * caller's connection breaks without an answer.
 */
type Intercept = (request: DynamoDbRequest, forward: () => Promise<DynamoDbResponse>) => Promise<DynamoDbResponse>;

export interface DynamoDbProxy {
  readonly endpoint: string;
  /** Requests and units since the start or the last reset. */
  statistics(): readonly TableUse[];
  resetStatistics(): void;
  /** Replaces the interceptor; none when undefined. */
  setIntercept(intercept: Intercept | undefined): void;
  close(): Promise<void>;
}

/** The database closes connections that are idle for 30 s; closed earlier here, none breaks while it is taken into use. */
const idleConnectionMs = 10_000;

/** Counts requests and consumed capacity of the database that listens on `port` of loopback. */
export const startDynamoDbProxy = async (port: number): Promise<DynamoDbProxy> => {
  const agent = new Agent({ keepAlive: true, timeout: idleConnectionMs });
  const statistics = new RequestStatistics();
  let intercept: Intercept | undefined;

  const forward = (incoming: IncomingMessage, request: DynamoDbRequest, original: Buffer): Promise<DynamoDbResponse> =>
    send(agent, port, incoming, askForCapacity(request, original));

  const answer = async (incoming: IncomingMessage): Promise<DynamoDbResponse> => {
    const original = await buffer(incoming);
    const request = parseRequest(incoming.headers, original);
    const send = () => forward(incoming, request, original);
    const answered = await (intercept === undefined ? send() : intercept(request, send));
    const { consumed, response } = takeCapacity(request, answered);
    statistics.record(request, response.status !== 200, consumed);
    return response;
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming).then(
      (response) => reply(outgoing, response),
      () => incoming.socket.destroy(),
    );
  });
  // Functions keep their connections open, as the real service allows for many minutes.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    statistics: () => statistics.snapshot(),
    resetStatistics: () => statistics.reset(),
    setIntercept: (next) => {
      intercept = next;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
};

const send = async (agent: Agent, port: number, incoming: IncomingMessage, body: Buffer): Promise<DynamoDbResponse> => {
  const { 'transfer-encoding': _chunked, connection: _hop, ...headers } = incoming.headers;
  const outgoing = httpRequest({
    agent,
    host: '127.0.0.1',
    port,
    method: incoming.method ?? 'POST',
    path: incoming.url ?? '/',
    headers: { ...headers, 'content-length': body.length },
  });
  outgoing.setNoDelay(true);
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 500, headers: response.headers, body: await buffer(response) };
};

/** Headers that belong to the connection to the database, or to the body before the capacity was taken out. */
const notPassedOn = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'x-amz-crc32']);

const reply = (outgoing: ServerResponse, { status, headers, body }: DynamoDbResponse): void => {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !notPassedOn.has(name)) outgoing.setHeader(name, value);
  }
  outgoing.writeHead(status, { 'content-length': body.length }).end(body);
};
