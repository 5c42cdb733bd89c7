import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startDynamoDbLocal } from '../../../../localstack/dynamodb/dynamodb-local.ts';
import { freePort } from '../../../../localstack/kafka/free-port.ts';
import { dynamodbJars } from '../../../support/jars.ts';

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('close', () => socket.destroy());
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
  });

it('DynamoDB Local listens on one loopback address alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orderstream-dynamodb-'));
  const port = await freePort(new Set());
  const database = await startDynamoDbLocal({ jars: dynamodbJars, port, logFile: join(folder, 'log') });
  try {
    expect(await accepts('127.0.0.1', port)).toBe(true);
    // Where a server listens on all interfaces, every address of 127.0.0.0/8 reaches it.
    expect(await accepts('127.0.0.2', port)).toBe(false);
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
