import { validateAdjust } from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { kafkaEvents } from '../shared/runtime/kafka-events.ts';
import { principalProducer } from '../shared/runtime/principal-producer.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import type { AdminEnvironment } from './admin.env.ts';
import { adjustRoute, stockRoute } from './admin.http.ts';
import { adjustStock, stockLevel } from './admin.ts';
import { dynamodbStockReader } from './stock-reader.dynamodb.ts';

const environment = readEnvironment<AdminEnvironment>({ STOCK_TABLE: true });
const stocks = dynamodbStockReader(documentClient(), environment.STOCK_TABLE);
const events = kafkaEvents(principalProducer(environment), { ADJUST: validateAdjust });

export const handler = httpHandler({
  'GET /admin/inventory/{sku}': stockRoute(stockLevel(stocks)),
  'POST /admin/inventory/{sku}/adjust': adjustRoute(adjustStock({ events, clock })),
});
