import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { type TableKeys, type TableName, tables } from '../../schemas/tables.ts';
import { createTable, type DynamoDbLocal, dynamodbLocalClient, startDynamoDbLocal } from './dynamodb-local.ts';

/**
 * DynamoDB Local for the tests of a file or a `describe`: it runs from before the first of them until after the last, with the named
 * tables of `schemas/tables.ts`.
 */
export const dynamodbLocal = (...present: readonly TableName[]) => {
  let server: DynamoDbLocal | undefined;
  const clients: DynamoDBDocumentClient[] = [];
  const newClient = (): DynamoDBDocumentClient => {
    const client = dynamodbLocalClient(async () => {
      if (server === undefined) throw new Error('DynamoDB Local has not started');
      return { url: new URL(server.endpoint) };
    });
    clients.push(client);
    return client;
  };
  const client = newClient();
  const create = async (table: TableName, name: string): Promise<string> => {
    const { partitionKey, sortKey, due }: TableKeys = tables[table];
    await createTable(client, name, partitionKey, sortKey, { due: due === true });
    return name;
  };
  beforeAll(async () => {
    server = await startDynamoDbLocal();
    for (const table of present) await create(table, table);
  });
  afterAll(async () => {
    for (const one of clients) one.destroy();
    await server?.stop();
  });
  return {
    client,
    /** A client for middleware of one test. */
    newClient,
    /** Creates one more table with the keys and the index of a declared one. @returns its name */
    newTable: (table: TableName): Promise<string> => create(table, `${table}-${randomUUID()}`),
  };
};
