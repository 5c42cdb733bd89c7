import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { DomainEvent } from './idioms/domain-event.ts';

interface Metric {
  readonly name: string;
  readonly unit: typeof MetricUnit.Count | typeof MetricUnit.Milliseconds;
  readonly value: number;
}

/** The metric of orders that came to a state, by the event that says so. */
const reachedBy: Readonly<Record<string, string>> = {
  ORDER_PROCESSING: 'OrdersReachedProcessing',
  ORDER_PAID: 'OrdersReachedPaid',
  PAYMENT_FAILED: 'OrdersReachedPaymentFailed',
  ORDER_SHIPPED: 'OrdersReachedShipped',
  ORDER_COMPLETED: 'OrdersReachedCompleted',
  ORDER_CANCELLED: 'OrdersReachedCancelled',
};

/** From the order's creation to its payment, where the event says when that was. */
const timeToPaid = (event: DomainEvent): readonly Metric[] => {
  const created: unknown = Reflect.get(event, 'order_created_at');
  if (event.type !== 'ORDER_PAID' || typeof created !== 'string') return [];
  const value = Date.parse(event.timestamp) - Date.parse(created);
  return [{ name: 'TimeToPaid', unit: MetricUnit.Milliseconds, value }];
};

/** What events mean for the business. An event that is said again is counted again: rare, and no books are kept by it. */
export const orderMetrics = (said: readonly DomainEvent[]): readonly Metric[] => [
  ...[...Map.groupBy(said, ({ type }) => reachedBy[type])].flatMap(([name, { length }]) =>
    name === undefined ? [] : [{ name, unit: MetricUnit.Count, value: length }],
  ),
  ...said.flatMap(timeToPaid),
];
