import { setTimeout as delay } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createTable } from '../support/dynamodb-local.ts';

/** Reservations as they are usually made: for each order one transaction takes a unit, if there is one, and notes for whom. */
interface UsualTables {
  readonly stock: string;
  readonly reservations: string;
}

export const createUsualTables = async (
  client: DynamoDBDocumentClient,
  name: string,
  sku: string,
  available: number,
): Promise<UsualTables> => {
  const tables = { stock: `usual-stock-${name}`, reservations: `usual-reservations-${name}` };
  await createTable(client, tables.stock, 'sku');
  await createTable(client, tables.reservations, 'order_id', 'sku');
  await client.send(new PutCommand({ TableName: tables.stock, Item: { sku, available, sold: 0 } }));
  return tables;
};

const conflictPauseMs = 10;

/** Takes one unit for the order, or leaves it where none is left; tried again when another transaction was in the way. */
export const reserveTheUsualWay = async (
  client: DynamoDBDocumentClient,
  tables: UsualTables,
  sku: string,
  order: string,
): Promise<void> => {
  const take = {
    TableName: tables.stock,
    Key: { sku },
    UpdateExpression: 'ADD available :minus, sold :plus',
    ConditionExpression: 'available >= :plus',
    ExpressionAttributeValues: { ':minus': -1, ':plus': 1 },
  };
  const note = {
    TableName: tables.reservations,
    Item: { order_id: order, sku, qty: 1, at: new Date().toISOString() },
    ConditionExpression: 'attribute_not_exists(sku)',
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [{ Update: take }, { Put: note }] }));
      return;
    } catch (thrown) {
      if (!(thrown instanceof TransactionCanceledException)) throw thrown;
      const codes = (thrown.CancellationReasons ?? []).map(({ Code }) => Code);
      if (codes.includes('ConditionalCheckFailed')) return;
      await delay(Math.random() * conflictPauseMs * 2 ** Math.min(attempt, 6));
    }
  }
};

export const usualSold = async (client: DynamoDBDocumentClient, tables: UsualTables, sku: string): Promise<number> => {
  const { Item } = await client.send(new GetCommand({ TableName: tables.stock, Key: { sku }, ConsistentRead: true }));
  return Number(Item?.['sold']);
};
