import type { IncomingHttpHeaders } from 'node:http';

/** One call of the DynamoDB API: the fields that the platform reads. */
export interface DynamoDbRequest {
  /** For instance `PutItem`. */
  readonly operation: string;
  /** The access key id it was signed with: the local runtime gives every function its own. */
  readonly caller: string;
  /** Tables it names, each once. */
  readonly tables: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface DynamoDbResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** @throws {SyntaxError} the body is not JSON. */
export const parseRequest = (headers: IncomingHttpHeaders, body: Buffer): DynamoDbRequest => {
  const parsed = (body.length === 0 ? {} : JSON.parse(body.toString('utf8'))) as DynamoDbRequest['body'];
  const [, operation = 'unknown'] = String(headers['x-amz-target'] ?? '').split('.');
  const [, caller = 'unknown'] = /Credential=([^/,\s]+)/.exec(headers.authorization ?? '') ?? [];
  return { operation, caller, tables: [...new Set(tablesIn(parsed))], body: parsed };
};

/** The table of a PartiQL statement. */
export const tableOf = (statement: string): string => /\b(?:INTO|UPDATE|FROM)\s+"([^"]+)"/i.exec(statement)?.[1] ?? '-';

const tablesIn = ({
  TableName,
  RequestItems,
  TransactItems,
  Statements,
}: DynamoDbRequest['body']): readonly string[] => {
  if (typeof TableName === 'string') return [TableName];
  if (typeof RequestItems === 'object' && RequestItems !== null) return Object.keys(RequestItems);
  if (Array.isArray(Statements))
    return Statements.map(({ Statement }: { readonly Statement: string }) => tableOf(Statement));
  if (!Array.isArray(TransactItems)) return [];
  return TransactItems.flatMap((item: Readonly<Record<string, { readonly TableName?: string }>>) =>
    Object.values(item).flatMap(({ TableName: table }) => table ?? []),
  );
};
