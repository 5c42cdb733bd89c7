import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricName } from '../../../../schemas/metrics.ts';
import type { DomainEvent } from '../idioms/domain-event.ts';

interface Metric {
  readonly name: MetricName;
  readonly unit: typeof MetricUnit.Count | typeof MetricUnit.Milliseconds;
  readonly value: number;
  /** For sums of money, which never mix currencies. */
  readonly currency?: string;
}

/** The metric that counts events of a type. */
const countedAs: Readonly<Record<string, MetricName>> = {
  ORDER_PROCESSING: 'OrdersReachedProcessing',
  ORDER_PAID: 'OrdersReachedPaid',
  PAYMENT_FAILED: 'OrdersReachedPaymentFailed',
  PAYMENT_DISPUTED: 'PaymentDisputes',
  ORDER_SHIPPED: 'OrdersReachedShipped',
  ORDER_COMPLETED: 'OrdersReachedCompleted',
  ORDER_CANCELLED: 'OrdersReachedCancelled',
  STOCK_REJECTED: 'LinesRejected',
};

/** The metric that sums up the money of a type's events. */
const summedAs: Readonly<Record<string, MetricName>> = { ORDER_PAID: 'Revenue', PAYMENT_REFUNDED: 'Refunded' };

const count = (name: MetricName, value: number): Metric => ({ name, unit: MetricUnit.Count, value });

/** From the order's creation to its payment, if the event has both times. */
const timeToPaid = (event: DomainEvent): readonly Metric[] => {
  const created: unknown = Reflect.get(event, 'order_created_at');
  if (event.type !== 'ORDER_PAID' || typeof created !== 'string') return [];
  const value = Date.parse(event.timestamp) - Date.parse(created);
  return [{ name: 'TimeToPaid', unit: MetricUnit.Milliseconds, value }];
};

const money = (event: DomainEvent): readonly Metric[] => {
  const [name, amount, currency] = [summedAs[event.type], Reflect.get(event, 'amount'), Reflect.get(event, 'currency')];
  if (name === undefined || typeof amount !== 'number' || typeof currency !== 'string') return [];
  return [{ ...count(name, amount), currency }];
};

const sumsOfMoney = (emitted: readonly DomainEvent[]): readonly Metric[] =>
  [...Map.groupBy(emitted.flatMap(money), ({ name, currency }) => `${name} ${currency}`).values()].flatMap((group) =>
    group.slice(0, 1).map((first) => ({ ...first, value: group.reduce((sum, { value }) => sum + value, 0) })),
  );

const stockOuts = (emitted: readonly DomainEvent[]): readonly Metric[] => {
  const taken = emitted.filter((event) => event.type === 'STOCK_RESERVED' && Reflect.get(event, 'available') === 0);
  return taken.length === 0 ? [] : [count('StockOuts', taken.length)];
};

/** Business metrics of events. A re-emitted event counts twice: rare, and no ledger depends on it. */
export const orderMetrics = (emitted: readonly DomainEvent[]): readonly Metric[] => [
  ...[...Map.groupBy(emitted, ({ type }) => countedAs[type])].flatMap(([name, { length }]) =>
    name === undefined ? [] : [count(name, length)],
  ),
  ...emitted.flatMap(timeToPaid),
  ...sumsOfMoney(emitted),
  ...stockOuts(emitted),
];
