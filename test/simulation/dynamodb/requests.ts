import type { Item } from './attribute-value.ts';
import type { Statement } from './partiql.ts';

/** Fields of the document client's inputs that the simulation knows; any other is refused. */
export interface Request {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly ConsistentRead?: boolean;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly Select?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, Request>>[];
  readonly ClientRequestToken?: string;
  readonly Statements?: readonly Statement[];
}

const known: ReadonlySet<string> = new Set([
  'TableName',
  'Key',
  'Item',
  'IndexName',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
  'ConditionExpression',
  'UpdateExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
  'ConsistentRead',
  'ScanIndexForward',
  'Limit',
  'ExclusiveStartKey',
  'Select',
  'RequestItems',
  'TransactItems',
  'ClientRequestToken',
  'Statements',
]);

/** @throws {Error} a field that the simulation would pass over in silence. */
export const checkedRequest = (input: object): Request => {
  for (const name in input) {
    if (!known.has(name) && Reflect.get(input, name) !== undefined) {
      throw new Error(`The simulated DynamoDB does not know ${name}`);
    }
  }
  return input as Request;
};
