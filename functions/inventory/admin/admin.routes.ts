import { validateAdjust } from '../../../schemas/generated/validators.js';
import type { Dependencies } from '../../shared/runtime/handlers/dependencies.ts';
import type { Routes } from '../../shared/runtime/http/http-handler.ts';
import { kafkaEvents } from '../../shared/runtime/kafka/kafka-events.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import { dynamodbStockReader } from '../store/stock-reader.dynamodb.ts';
import type { AdminEnvironment } from './admin.env.ts';
import { adjustRoute, stockRoute } from './admin.http.ts';
import { adjustStock, stockLevel } from './admin.ts';

/** `inventory/admin`. */
export const adminRoutes = (
  { client, clock, environment }: Dependencies<AdminEnvironment>,
  { producer }: { readonly producer: KafkaProducer },
): Routes => {
  const stocks = dynamodbStockReader(client, environment.STOCK_TABLE);
  const events = kafkaEvents(producer, { ADJUST: validateAdjust });
  return {
    'GET /admin/inventory/{sku}': stockRoute(stockLevel(stocks)),
    'POST /admin/inventory/{sku}/adjust': adjustRoute(adjustStock({ events, clock })),
  };
};
