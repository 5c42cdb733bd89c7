import { type AttributeValue, itemSize } from './item-size.ts';
import { type DynamoDbRequest, type DynamoDbResponse, tableOf } from './request.ts';

/** Capacity units of one table, as DynamoDB computed them. */
export interface ConsumedCapacity {
  readonly table: string;
  readonly kind: 'read' | 'write';
  readonly units: number;
}

const kinds: Readonly<Record<string, ConsumedCapacity['kind']>> = {
  BatchExecuteStatement: 'write',
  BatchGetItem: 'read',
  BatchWriteItem: 'write',
  DeleteItem: 'write',
  GetItem: 'read',
  PutItem: 'write',
  Query: 'read',
  Scan: 'read',
  TransactGetItems: 'read',
  TransactWriteItems: 'write',
  UpdateItem: 'write',
};

interface CapacityAnswer {
  readonly TableName: string;
  readonly CapacityUnits?: number;
}

const asked = ({ body }: DynamoDbRequest): boolean =>
  body['ReturnConsumedCapacity'] === 'TOTAL' || body['ReturnConsumedCapacity'] === 'INDEXES';

const bytesPerUnit = 1024;
const unitsPerTransactedKilobyte = 2;

interface TransactedWrite {
  readonly TableName: string;
  readonly Item?: Readonly<Record<string, AttributeValue>>;
}

/**
 * Units of a writing transaction: two for each started kilobyte of each item. DynamoDB Local 3.1.0 counts equal costs in one
 * table once (ten small puts: 2 units; a small put and one of two kilobytes: 6); reading transactions it counts right.
 * Only a put states its size; an update, a delete or a check counts as one kilobyte, a lower bound.
 */
const transactionUnits = ({ body }: DynamoDbRequest): readonly ConsumedCapacity[] => {
  const units = new Map<string, number>();
  for (const write of (body['TransactItems'] ?? []) as readonly Readonly<Record<string, TransactedWrite>>[]) {
    for (const { TableName, Item } of Object.values(write)) {
      const kilobytes = Item === undefined ? 1 : Math.ceil(itemSize(Item) / bytesPerUnit);
      units.set(TableName, (units.get(TableName) ?? 0) + unitsPerTransactedKilobyte * kilobytes);
    }
  }
  return [...units].map(([table, consumed]) => ({ table, kind: 'write', units: consumed }));
};

interface Statement {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
}

/** `SET "name" = ?`, `'name': ?`: each parameter belongs to the name before it. */
const parameterName = /["']?(\w+)["']?\s*[=:]\s*\?/g;

/**
 * What PartiQL statements consume, of which DynamoDB Local 3.1.0 says nothing: one unit for each kilobyte begun of the item,
 * made of the parameters. An attribute that a statement leaves as it is is not counted: a lower bound.
 */
const statementUnits = ({ body }: DynamoDbRequest): readonly ConsumedCapacity[] => {
  const units = new Map<string, number>();
  for (const { Statement: text, Parameters = [] } of (body['Statements'] ?? []) as readonly Statement[]) {
    const table = tableOf(text);
    const names = [...text.matchAll(parameterName)].map(([, name = '']) => name);
    const item = Object.fromEntries(Parameters.map((value, index) => [names[index] ?? '', value]));
    units.set(table, (units.get(table) ?? 0) + Math.ceil(itemSize(item) / bytesPerUnit));
  }
  return [...units].map(([table, consumed]) => ({ table, kind: 'write', units: consumed }));
};

/** What a request consumes where DynamoDB Local does not say it, or says it wrongly. */
const computed: Readonly<Record<string, (request: DynamoDbRequest) => readonly ConsumedCapacity[]>> = {
  TransactWriteItems: transactionUnits,
  BatchExecuteStatement: statementUnits,
};

/** The body to forward: what it consumes is always asked for. `original` when nothing has to be added. */
export const askForCapacity = (request: DynamoDbRequest, original: Buffer): Buffer =>
  kinds[request.operation] === undefined || asked(request)
    ? original
    : Buffer.from(JSON.stringify({ ...request.body, ReturnConsumedCapacity: 'TOTAL' }));

/** What a response says was consumed, and the response as the caller expects it: without, unless it asked. */
export const takeCapacity = (
  request: DynamoDbRequest,
  response: DynamoDbResponse,
): { readonly consumed: readonly ConsumedCapacity[]; readonly response: DynamoDbResponse } => {
  const kind = kinds[request.operation];
  if (kind === undefined || response.status !== 200) return { consumed: [], response };
  const { ConsumedCapacity, ...rest } = JSON.parse(response.body.toString('utf8')) as {
    readonly ConsumedCapacity?: CapacityAnswer | readonly CapacityAnswer[];
  };
  const answers = ConsumedCapacity === undefined ? [] : [ConsumedCapacity].flat();
  const consumed =
    computed[request.operation]?.(request) ??
    answers.map(({ TableName, CapacityUnits = 0 }) => ({ table: TableName, kind, units: CapacityUnits }));
  if (asked(request)) return { consumed, response };
  return { consumed, response: { ...response, body: Buffer.from(JSON.stringify(rest)) } };
};
