import { firstName, isString, memberNamed, stringIn } from './json-bytes.ts';

/** One call of the DynamoDB API: the fields that the platform reads. */
export interface DynamoDbRequest {
  /** For instance `PutItem`. */
  readonly operation: string;
  /** The access key id it was signed with: the local runtime gives every function its own. */
  readonly caller: string;
  /** The first that it names; `-` for operations on none, such as ListTables. */
  readonly table: string;
  /** JSON text. */
  readonly body: Buffer;
}

const target = /\r\nx-amz-target:[^\r\n.]*\.(\w+)/i;
const credential = /\r\nauthorization:[^\r\n]*Credential=([^/,\s]+)/i;

/** @param head of the HTTP request. */
export const readRequest = (head: string, body: Buffer): DynamoDbRequest => {
  const operation = target.exec(head)?.[1] ?? 'unknown';
  return {
    operation,
    caller: credential.exec(head)?.[1] ?? 'unknown',
    table: firstTable(operation, body) ?? '-',
    body,
  };
};

/** The table of a PartiQL statement. */
export const tableOf = (statement: string): string => /\b(?:INTO|UPDATE|FROM)\s+"([^"]+)"/i.exec(statement)?.[1] ?? '-';

/** Read in place: see `json-bytes.ts`. No attribute can be taken for these: an attribute's value is an object. */
const firstTable = (operation: string, body: Buffer): string | undefined => {
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    const items = memberNamed(body, 'RequestItems', () => true);
    return items === undefined ? undefined : firstName(body, items.valueStart);
  }
  const isPartiQl = operation === 'BatchExecuteStatement' || operation === 'ExecuteStatement';
  const member = memberNamed(body, isPartiQl ? 'Statement' : 'TableName', isString);
  if (member === undefined) return undefined;
  const text = stringIn(body, member.valueStart, member.end);
  return isPartiQl && text !== undefined ? tableOf(text) : text;
};
