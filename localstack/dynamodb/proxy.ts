import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { askForCapacity, takeCapacity } from './consumed-capacity.ts';
import { DatabaseConnections } from './database-connections.ts';
import { type HttpMessage, HttpMessages, withLength } from './http-messages.ts';
import { readRequest } from './request.ts';
import { RequestStatistics, type TableUse } from './request-statistics.ts';

export interface DynamoDbProxy {
  readonly endpoint: string;
  /** Requests and units since the start or the last reset. */
  statistics(): readonly TableUse[];
  resetStatistics(): void;
  close(): Promise<void>;
}

const succeeded = /^HTTP\/1\.1 200 /;

/**
 * Counts requests and consumed capacity of the database that listens on `port` of loopback. It passes on bytes, and reads in them only what
 * it counts (`docs/adr/0048-the-proxy-splices-bytes.md`). When the database breaks a connection, the caller's breaks without an answer.
 */
export const startDynamoDbProxy = async (port: number): Promise<DynamoDbProxy> => {
  const database = new DatabaseConnections(port);
  const statistics = new RequestStatistics();
  const callers = new Set<Socket>();

  const answer = async ({ head, body }: HttpMessage): Promise<Buffer> => {
    const request = readRequest(head, body);
    const response = await database.exchange(messageBytes(head, body, askForCapacity(request)));
    const isSuccess = succeeded.test(response.head);
    const { consumed, body: answered } = isSuccess
      ? takeCapacity(request, response.body)
      : { consumed: [], body: response.body };
    statistics.record(request, !isSuccess, consumed);
    return Buffer.concat([Buffer.from(withLength(response.head, answered.length), 'latin1'), answered]);
  };

  const server = createServer({ noDelay: true }, (caller) => {
    callers.add(caller);
    const messages = new HttpMessages();
    // One at a time, in order: a caller that sends its next request early waits for the answer before.
    let last: Promise<unknown> = Promise.resolve();
    const onChunk = (chunk: Buffer): void => {
      try {
        for (const message of messages.push(chunk)) {
          last = last.then(async () => caller.write(await answer(message))).catch(() => caller.destroy());
        }
      } catch {
        caller.destroy();
      }
    };
    caller
      .on('data', onChunk)
      .on('error', () => caller.destroy())
      .on('close', () => callers.delete(caller));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    statistics: () => statistics.snapshot(),
    resetStatistics: () => statistics.reset(),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const caller of callers) caller.destroy();
      database.close();
      await closed;
    },
  };
};

const messageBytes = (head: string, original: Buffer, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(body === original ? head : withLength(head, body.length), 'latin1'), body]);
