import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../shared/kernel/clock.ts';
import { getAll } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import type { Price } from '../model/domain.ts';
import type { Prices } from '../model/ports.ts';

/** Time to live of a cached price. A missing price is cached just long enough to absorb a burst. */
const ttlMs = { found: 60_000, missing: 2_000 } as const;
/** Entries kept per execution environment, oldest dropped first. */
const capacity = 50_000;

interface Entry {
  readonly price: Price | undefined;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const read = async (client: DynamoDBDocumentClient, table: string, skus: readonly string[]) => {
  const keys = skus.map((sku) => ({ sku }));
  const items = await getAll(client, table, keys, { ProjectionExpression: 'sku, unit_price, currency' });
  return new Map<string, Price>(
    items.map(({ sku, unit_price, currency }) => [
      String(sku),
      { unit_price: Number(unit_price), currency: String(currency) },
    ]),
  );
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
      const found = await read(client, table, missing);
      for (const sku of missing) {
        const price = found.get(sku);
        remember(sku, price, now);
        known.set(sku, price);
      }
      return new Map([...known].flatMap(([sku, price]) => (price === undefined ? [] : [[sku, price] as const])));
    },
  };
};
