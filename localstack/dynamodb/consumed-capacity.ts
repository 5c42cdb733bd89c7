import { type AttributeValue, itemSize } from './item-size.ts';
import { firstName, isString, type Member, memberNamed, without } from './json-bytes.ts';
import { type DynamoDbRequest, tableOf } from './request.ts';

type Body = Readonly<Record<string, unknown>>;

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

interface ReportedCapacity {
  readonly TableName: string;
  readonly CapacityUnits?: number;
}

const capacityParameter = 'ReturnConsumedCapacity';

/** The caller's own wish, which no attribute can be taken for: an attribute's value is an object. */
const wished = (body: Buffer): Member | undefined => memberNamed(body, capacityParameter, isString);

const wishes = (body: Buffer): boolean => {
  const wish = wished(body);
  return wish !== undefined && textOf(body, wish) !== '"NONE"';
};

const textOf = (json: Buffer, { valueStart, end }: Member): string => json.toString('utf8', valueStart, end);

/** Names of the types of an attribute's value. */
const attributeTypes = new Set(['S', 'N', 'B', 'SS', 'NS', 'BS', 'L', 'M', 'BOOL', 'NULL']);
const arrayStart = 0x5b;

/** Not an attribute of that name. */
const isCapacity = (json: Buffer, valueStart: number): boolean =>
  json[valueStart] === arrayStart || !attributeTypes.has(firstName(json, valueStart) ?? '');

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
const transactionUnits = (body: Body): readonly ConsumedCapacity[] => {
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
const statementUnits = (body: Body): readonly ConsumedCapacity[] => {
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
const computed: Readonly<Record<string, (body: Body) => readonly ConsumedCapacity[]>> = {
  TransactWriteItems: transactionUnits,
  BatchExecuteStatement: statementUnits,
};

const requested = Buffer.from(`"${capacityParameter}":"TOTAL",`);
const objectStart = 0x7b;

/** The body to forward: it requests the consumed capacity where the database counts it. `body` itself when nothing has to be added. */
export const askForCapacity = ({ operation, body }: DynamoDbRequest): Buffer => {
  if (kinds[operation] === undefined || computed[operation] !== undefined || body[0] !== objectStart) return body;
  const wish = wished(body);
  if (wish === undefined) return Buffer.concat([body.subarray(0, 1), requested, body.subarray(1)]);
  if (textOf(body, wish) !== '"NONE"') return body;
  return Buffer.concat([body.subarray(0, wish.valueStart), Buffer.from('"TOTAL"'), body.subarray(wish.end)]);
};

interface CapacityAnswer {
  readonly consumed: readonly ConsumedCapacity[];
  /** For the caller: without the capacity, unless the caller requested it. */
  readonly body: Buffer;
}

/** The consumed units of a successful answer, and the answer for the caller. */
export const takeCapacity = ({ operation, body: request }: DynamoDbRequest, body: Buffer): CapacityAnswer => {
  const kind = kinds[operation];
  if (kind === undefined) return { consumed: [], body };
  const compute = computed[operation];
  if (compute !== undefined) return { consumed: compute(JSON.parse(request.toString('utf8'))), body };
  const reported = memberNamed(body, 'ConsumedCapacity', isCapacity);
  if (reported === undefined) return { consumed: [], body };
  const answers = [JSON.parse(textOf(body, reported))].flat() as readonly ReportedCapacity[];
  return {
    consumed: answers.map(({ TableName, CapacityUnits = 0 }) => ({ table: TableName, kind, units: CapacityUnits })),
    body: wishes(request) ? body : without(body, reported),
  };
};
