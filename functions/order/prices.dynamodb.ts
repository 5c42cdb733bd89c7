import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../shared/kernel/clock.ts';
import { request } from '../shared/runtime/dynamodb-errors.ts';
import { concurrently } from '../shared/runtime/idioms/concurrently.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import type { Price } from './domain.ts';
import type { Prices } from './ports.ts';

/** DynamoDB's limit for one BatchGetItem. */
const batchSize = 100;
/** Requests in flight for one order. */
const concurrency = 4;
/** Tries for keys that DynamoDB leaves unprocessed. */
const tries = 5;

/** How long a price is believed. That there is none is believed just long enough to bear a burst. */
const ttlMs = { found: 60_000, missing: 2_000 } as const;
/** Entries kept per execution environment, oldest dropped first. */
const capacity = 50_000;

interface Entry {
  readonly price: Price | undefined;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const read = async (
  client: DynamoDBDocumentClient,
  table: string,
  skus: readonly string[],
): Promise<ReadonlyMap<string, Price>> => {
  const found = new Map<string, Price>();
  let keys: readonly Record<string, unknown>[] = skus.map((sku) => ({ sku }));
  for (let attempt = 1; keys.length > 0; attempt += 1) {
    if (attempt > tries) throw new TransientError(`${keys.length} prices were left unread ${tries} times`);
    const wanted = [...keys];
    const { Responses, UnprocessedKeys } = await request(() =>
      client.send(
        new BatchGetCommand({
          RequestItems: {
            [table]: { Keys: wanted, ProjectionExpression: 'sku, unit_price, currency' },
          },
        }),
      ),
    );
    for (const item of Responses?.[table] ?? []) {
      found.set(String(item['sku']), { unit_price: Number(item['unit_price']), currency: String(item['currency']) });
    }
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
};

/** Prices from the Prices table, kept in memory for a minute. */
export const dynamoPrices = (client: DynamoDBDocumentClient, table: string, clock: Clock): Prices => {
  const cache = new Map<string, Entry>();
  const remember = (sku: string, price: Price | undefined, now: number): void => {
    cache.delete(sku);
    cache.set(sku, { price, until: now + (price === undefined ? ttlMs.missing : ttlMs.found) });
    if (cache.size > capacity) cache.delete(cache.keys().next().value ?? sku);
  };
  return {
    of: async (skus) => {
      const now = clock.now().getTime();
      const known = new Map(
        skus.flatMap((sku) => {
          const entry = cache.get(sku);
          return entry !== undefined && entry.until > now ? [[sku, entry.price] as const] : [];
        }),
      );
      const missing = skus.filter((sku) => !known.has(sku));
      const batches = Array.from({ length: Math.ceil(missing.length / batchSize) }, (_, index) =>
        missing.slice(index * batchSize, (index + 1) * batchSize),
      );
      const found = new Map(
        (await concurrently(batches, concurrency, (batch) => read(client, table, batch))).flatMap((part) => [...part]),
      );
      for (const sku of missing) {
        const price = found.get(sku);
        remember(sku, price, now);
        known.set(sku, price);
      }
      return new Map([...known].flatMap(([sku, price]) => (price === undefined ? [] : [[sku, price] as const])));
    },
  };
};
