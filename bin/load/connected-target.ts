import type { Admin } from 'kafkajs';
import pLimit from 'p-limit';
import { topicNames } from '../../schemas/catalogue.ts';
import type { AnalyticsHealth, StockLevel } from '../../schemas/generated/types.ts';
import type { Connection } from '../client/connection.ts';
import { consumerLag } from '../client/consumer-lag.ts';
import { topicEnds } from '../client/kafka-admin.ts';
import { ApiProblem } from '../client/orders-api.ts';
import type { LoadTarget } from './load-target.ts';

/**
 * Over the HTTP API, as a client and as an operator. Offsets have no route: an administrator of the cluster reads them.
 * @param timeoutMs of one attempt to place an order.
 */
export const connectedTarget = (
  { orders, operator }: Connection,
  admin: Admin,
  { timeoutMs }: { readonly timeoutMs: number },
): LoadTarget => {
  const get = async <T>(path: string): Promise<T> => (await operator.send('GET', path)).body as T;
  // kafkajs loses all but one of the offset requests that are sent at once.
  const oneAtATime = pLimit(1);
  const ends = () => topicEnds(admin, topicNames);
  return {
    submit: (order, key) => orders.submit(order, key, timeoutMs),
    status: async (orderId) => {
      try {
        return await orders.status(orderId);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return undefined;
        throw error;
      }
    },
    stock: (sku) => get<StockLevel>(`/admin/inventory/${encodeURIComponent(sku)}`),
    views: async () => {
      const health = await get<AnalyticsHealth>('/admin/analytics/health');
      const { accepted, paid, cancelled, payment_failed: failed } = health.orders;
      return { accepted, paid, cancelled, failed, lag: health.lag_records };
    },
    partitionEnds: async () =>
      (await oneAtATime(ends)).map(({ topic, partition, high }) => ({ topic, partition, end: Number(high) })),
    lag: () => oneAtATime(async () => consumerLag(admin, await ends())),
  };
};
