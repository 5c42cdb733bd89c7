import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Outcome } from '../../functions/inventory/model/stock-domain.ts';
import type { StockHistories } from '../../functions/inventory/rebuild/rebuild.ts';
import { outcomesIn } from '../../functions/inventory/store/ledger-item.dynamodb.ts';
import type { TopicName } from '../../schemas/catalogue.ts';
import type { InventoryUpdatedEvent } from '../../schemas/generated/types.ts';
import type { Connection } from '../client/connection.ts';
import { withAdmin } from '../client/kafka-admin.ts';
import { scanAll } from '../client/scan-all.ts';
import { readTopics } from '../client/topic-reader.ts';
import { ledgerEventIn } from './ledger-event.ts';

const topic: TopicName = 'inventory.updated';

/** Outcomes and events as an operator reads them: the whole table, since it has no index by SKU, and the whole topic. */
export const stockHistories = (connection: Connection): StockHistories => {
  const { dynamodb, tables, kafka } = connection;
  return {
    skus: async () => (await scanAll<{ readonly sku: string }>(dynamodb, tables.stock)).map(({ sku }) => sku),
    kept: async (skus) => {
      const wanted = skus && new Set(skus);
      const outcomes: Outcome[] = [];
      const scan = { TableName: tables.reservations, ConsistentRead: true };
      for await (const { Items = [] } of paginateScan({ client: dynamodb }, scan)) {
        for (const outcome of Items.flatMap(outcomesIn))
          if (wanted === undefined || wanted.has(outcome.sku)) outcomes.push(outcome);
      }
      return outcomes;
    },
    emitted: async (skus) => {
      const wanted = skus && new Set(skus);
      const events: InventoryUpdatedEvent[] = [];
      const offsets = await withAdmin({ kafka }, (admin) => admin.fetchTopicOffsets(topic));
      const ranges = offsets.map(({ partition, low, high }) => ({
        topic,
        partition,
        from: Number(low),
        end: Number(high),
      }));
      await readTopics(connection, ranges, ({ value }) => {
        const event = ledgerEventIn(value);
        if (event !== undefined && (wanted === undefined || wanted.has(event.sku))) events.push(event);
      });
      return events;
    },
  };
};
