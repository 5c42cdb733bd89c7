import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { type LastErrorItem, partitionKey, rangeKey } from '../../shared/runtime/dynamodb/last-error-items.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import type { FailedPlace, LastErrorReader } from './ports.ts';

/** Queries at one time. */
const concurrency = 8;

const keyOf = ({ principal, topic, partition }: FailedPlace): string => partitionKey(principal, topic, partition);

/** The last errors that consumers stored: one query per partition of the requested places. */
export const dynamodbLastErrorReader = (client: DynamoDBDocumentClient, table: string): LastErrorReader => {
  /** Ranges that overlap the offsets, latest start first: one page of a megabyte. */
  const ranges = async (key: string, offsets: readonly number[]): Promise<readonly LastErrorItem[]> => {
    const query = new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#partition = :partition AND #range <= :last',
      FilterExpression: '#to >= :first',
      ExpressionAttributeNames: { '#partition': 'partition', '#range': 'range', '#to': 'to' },
      ExpressionAttributeValues: {
        ':partition': key,
        ':last': rangeKey(Math.max(...offsets), Number.MAX_SAFE_INTEGER),
        ':first': Math.min(...offsets),
      },
      ScanIndexForward: false,
    });
    const { Items = [] } = await request(() => client.send(query));
    return Items as unknown as readonly LastErrorItem[];
  };
  return {
    of: async (places) => {
      const partitions = [...Map.groupBy(places, keyOf)];
      const read = await concurrently(partitions, concurrency, async ([key, some]) => {
        const offsets = some.map(({ offset }) => offset);
        return [key, await ranges(key, offsets)] as const;
      });
      const known = new Map(read);
      return places.map((place) => {
        const [newest] = (known.get(keyOf(place)) ?? [])
          .filter(({ from, to }) => from <= place.offset && place.offset <= to)
          .toSorted((a, b) => b.at.localeCompare(a.at));
        return newest && { error: newest.error, at: newest.at };
      });
    },
  };
};
