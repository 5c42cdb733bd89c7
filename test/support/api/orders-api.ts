import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { placeOrderRoute } from '../../../functions/order/intake/intake.http.ts';
import { placeOrder } from '../../../functions/order/intake/intake.ts';
import { orderRoute, orderStatusRoute } from '../../../functions/order/status/status.http.ts';
import { httpHandler } from '../../../functions/shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../../functions/shared/runtime/system-clock.ts';
import { InMemoryOrders } from '../fakes/in-memory-orders.ts';
import { InMemoryPrices, RecordingOrderEvents } from '../fakes/order-ports.ts';
import { deployTemplate } from './deploy-template.ts';

/** An API that accepts orders, and its client settings. */
export interface OrdersApi {
  /** With its stage, without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
  /** Of a price in GBP. */
  readonly sku: string;
  close(): Promise<void>;
}

const context = { getRemainingTimeInMillis: () => 29_000, functionName: 'orders', awsRequestId: 'r' } as Context;
const sku = '85123A';

/** The API of the templates with the routes of orders, its stores in memory: what is placed stays provisional, without Kafka. */
export const startOrdersApi = async (): Promise<OrdersApi> => {
  const orders = new InMemoryOrders();
  const prices = new InMemoryPrices({ [sku]: { unit_price: 255, currency: 'GBP' } });
  const partitions = { of: () => undefined };
  const events = new RecordingOrderEvents();
  const place = placeOrder({ sagas: orders, prices, events, partitions, clock, stepSeconds: 120, newId: randomUUID });
  const handlers = new Map([
    ['order-intake', httpHandler({ 'POST /orders': placeOrderRoute(place) })],
    [
      'order-status',
      httpHandler({
        'GET /orders/{id}': orderRoute({ sagas: orders }),
        'GET /orders/{id}/status': orderStatusRoute({ sagas: orders }),
      }),
    ],
  ]);
  const { apis, apiUrl, outputs, close } = await deployTemplate({
    invoke: async (functionArn, payload) => {
      const handler = handlers.get(functionArn.split(':orderstream-dev-')[1] ?? '');
      if (handler === undefined) throw new Error(`${functionArn} is not run here`);
      const answer = await handler(JSON.parse(payload) as APIGatewayProxyEvent, context);
      return { requestId: 'r', payload: JSON.stringify(answer) };
    },
  });
  const apiKey = apis.apiKeyValue(outputs['ApiKeyId'] ?? '') ?? '';
  return { url: apiUrl.replace(/\/$/, ''), apiKey, sku, close };
};
