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

const reportsCapacity = ({ body }: DynamoDbRequest): boolean =>
  body['ReturnConsumedCapacity'] === 'TOTAL' || body['ReturnConsumedCapacity'] === 'INDEXES';

const bytesPerUnit = 1024;
const unitsPerTransactedKilobyte = 2;

interface TransactedWrite {
  readonly TableName: string;
  readonly Item?: Readonly<Record<string, AttributeValue>>;
}

/**
 * Units of a writing transaction: two for each started kilobyte of each item. DynamoDB Local 3.1.0 counts equal costs in one
 * table once (ten small puts: 2 units; a small put and one of two kilobytes: 6); it counts reading transactions correctly.
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
 * Units of PartiQL statements, which DynamoDB Local 3.1.0 does not report: one unit for each kilobyte begun of the item,
 * built from the parameters. An attribute that a statement leaves unchanged is not counted: a lower bound.
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

/** Units of a request that DynamoDB Local reports wrongly or not at all. */
const computed: Readonly<Record<string, (request: DynamoDbRequest) => readonly ConsumedCapacity[]>> = {
  TransactWriteItems: transactionUnits,
  BatchExecuteStatement: statementUnits,
};

/** The body to forward: it always requests the consumed capacity. `original` when nothing has to be added. */
export const askForCapacity = (request: DynamoDbRequest, original: Buffer): Buffer =>
  kinds[request.operation] === undefined || reportsCapacity(request)
    ? original
    : Buffer.from(JSON.stringify({ ...request.body, ReturnConsumedCapacity: 'TOTAL' }));

/** The consumed units of a response, and the response for the caller: without them, unless the caller requested them. */
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
  if (reportsCapacity(request)) return { consumed, response };
  return { consumed, response: { ...response, body: Buffer.from(JSON.stringify(rest)) } };
};
