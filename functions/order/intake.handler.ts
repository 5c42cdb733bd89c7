import { randomUUID } from 'node:crypto';
import { validateOrderCreated } from '../../schemas/generated/validators.js';
import { documentClient } from '../shared/runtime/dynamodb.ts';
import { readEnvironment } from '../shared/runtime/environment.ts';
import { httpHandler } from '../shared/runtime/http/http-handler.ts';
import { principalProducer } from '../shared/runtime/principal-producer.ts';
import { systemClock as clock } from '../shared/runtime/system-clock.ts';
import { kafkaOrderEvents } from './events.kafka.ts';
import type { IntakeEnvironment } from './intake.env.ts';
import { placeOrderRoute } from './intake.http.ts';
import { placeOrder } from './intake.ts';
import { dynamoOrders } from './orders.dynamodb.ts';
import { producerPartitions } from './partitions.kafka.ts';
import { dynamoPrices } from './prices.dynamodb.ts';
import { powertoolsReplays } from './replays.powertools.ts';

const names = { ORDERS_TABLE: true, PRICES_TABLE: true, IDEMPOTENCY_TABLE: true } as const;
const environment = readEnvironment<IntakeEnvironment>(names);
const client = documentClient();
const orders = dynamoOrders(client, environment.ORDERS_TABLE, clock);
const prices = dynamoPrices(client, environment.PRICES_TABLE, clock);
// Not for long: another id may be written to another partition at once.
const producer = principalProducer(environment, { insistMs: 2_000 });
const events = kafkaOrderEvents(producer, { ORDER_CREATED: validateOrderCreated });
const partitions = producerPartitions(producer);
const place = placeOrder({ orders, prices, events, partitions, clock, newId: randomUUID });
const replays = powertoolsReplays(client, environment.IDEMPOTENCY_TABLE);

export const handler = httpHandler({ 'POST /orders': placeOrderRoute({ place, replays }) });
