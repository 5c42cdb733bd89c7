import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { changed, isNext, type Reached, type Row, type RowChange, type RowKey, rowName } from '../model/domain.ts';
import { packed } from './packed-rows.node.ts';
import { rowOf } from './view-items.dynamodb.ts';

/** Races lost in a row: invocations with other partitions write the same rows. */
const raceLimit = 8;

/** A packed row as read. */
interface Read {
  readonly row: Row;
  /** Its number of writes; 0 of a missing row. */
  readonly revision: number;
  /** Its number of corrections. */
  readonly corrections: number;
}

/** Packed rows: sums of many names, written as a whole on the condition that no other writer changed them. */
export const packedRows = (client: DynamoDBDocumentClient, table: string) => {
  const read = async ({ view, row }: RowKey): Promise<Read> => {
    const get = new GetCommand({ TableName: table, Key: { view, row }, ConsistentRead: true });
    const item = (await request(() => client.send(get))).Item ?? {};
    return { row: rowOf(item), revision: Number(item['revision'] ?? 0), corrections: Number(item['corrections'] ?? 0) };
  };
  const replace = async (
    { view, row }: RowKey,
    { revision }: Read,
    after: Omit<Read, 'revision'>,
  ): Promise<boolean> => {
    const put = new PutCommand({
      TableName: table,
      Item: {
        ...{ view, row, revision: revision + 1, packed: packed(after.row) },
        ...(after.corrections > 0 && { corrections: after.corrections }),
      },
      ...(revision === 0
        ? { ConditionExpression: 'attribute_not_exists(#revision)' }
        : { ConditionExpression: '#revision = :read', ExpressionAttributeValues: { ':read': revision } }),
      ExpressionAttributeNames: { '#revision': 'revision' },
    });
    return (await conditional(() => client.send(put))).ok;
  };
  return {
    /** As `ViewStore.add`. */
    add: async (key: RowKey, change: RowChange): Promise<Reached | undefined> => {
      for (let attempt = 1; attempt <= raceLimit; attempt += 1) {
        const before = await read(key);
        if (!isNext(before.row, change)) return before.row;
        if (await replace(key, before, { ...before, row: changed(before.row, change) })) return undefined;
      }
      throw new TransientError(`Another writer won ${raceLimit} races for the row ${rowName(key)}`);
    },
    /** Corrects a row; false if it was corrected or moved since it was read. @throws {TransientError} */
    correct: async (key: RowKey, corrections: number, corrected: (row: Row) => Row | undefined): Promise<boolean> => {
      for (let attempt = 1; attempt <= raceLimit; attempt += 1) {
        const before = await read(key);
        const row = before.corrections === corrections ? corrected(before.row) : undefined;
        if (row === undefined) return false;
        if (await replace(key, before, { row, corrections: corrections + 1 })) return true;
      }
      throw new TransientError(`Another writer won ${raceLimit} races for the row ${rowName(key)}`);
    },
  };
};
