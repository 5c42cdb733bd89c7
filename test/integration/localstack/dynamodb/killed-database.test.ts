import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDynamoDbLocal } from '../../../../localstack/dynamodb/dynamodb-local.ts';
import { freePort } from '../../../../localstack/kafka/free-port.ts';
import { createTable, dynamodbLocalClient } from '../../../support/dynamodb-local.ts';
import { eventually } from '../../../support/eventually.ts';
import { dynamodbJars } from '../../../support/jars.ts';

const writers = 8;
const answeredBeforeTheKill = 200;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dynamodb-killed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = async () => {
  const port = await freePort(new Set());
  const options = { jars: dynamodbJars, port, dataFolder: join(folder, 'data'), logFile: join(folder, 'log') };
  const database = await startDynamoDbLocal(options);
  return { database, client: dynamodbLocalClient(`http://127.0.0.1:${port}`) };
};

it('DynamoDB Local, killed in the middle of writes, has every write that it answered', async () => {
  const first = await start();
  const answered: string[] = [];
  try {
    await createTable(first.client, 'orders', 'order_id');
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const order_id = `${writer}-${n}`;
        await first.client.send(new PutCommand({ TableName: 'orders', Item: { order_id, padding: 'x'.repeat(500) } }));
        answered.push(order_id);
      }
    };
    const writing = Promise.allSettled(Array.from({ length: writers }, (_, writer) => write(writer)));
    await eventually('writes answered', () => answered.length >= answeredBeforeTheKill, 120_000);
    await first.database.stop({ signal: 'SIGKILL' });
    await writing;
  } finally {
    await first.database.stop({ signal: 'SIGKILL' });
  }

  const second = await start();
  try {
    const missing: string[] = [];
    for (const order_id of answered) {
      const { Item } = await second.client.send(new GetCommand({ TableName: 'orders', Key: { order_id } }));
      if (Item === undefined) missing.push(order_id);
    }
    expect(missing).toEqual([]);
    // The log that makes it so: without it, each write flushes the disk several times.
    expect((await readFile(join(folder, 'data', 'shared-local-instance.db-wal'))).length).toBeGreaterThan(0);
  } finally {
    await second.database.stop();
  }
}, 300_000);
