import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { CustomMetricGroup } from 'cdk-monitoring-constructs';
import type { MetricName } from '../../schemas/metrics.ts';
import type { Watch } from './watch.ts';

const half = Duration.minutes(30);
/** Of fewer payments, those that failed say nothing. */
const leastPayments = 20;

/** The part of the payments that succeed, in per cent. */
const paidRate = ({ emitted }: Watch): MathExpression =>
  new MathExpression({
    label: 'Paid, per cent',
    expression: `IF(paid + failed >= ${leastPayments}, 100 * paid / (paid + failed), 100)`,
    usingMetrics: {
      paid: emitted.all('OrdersReachedPaid', { statistic: 'Sum', period: half }),
      failed: emitted.all('OrdersReachedPaymentFailed', { statistic: 'Sum', period: half }),
    },
    period: half,
  });

const groups = (watch: Watch): readonly CustomMetricGroup[] => {
  const { emitted } = watch;
  const counts = (title: string, ...names: readonly MetricName[]): CustomMetricGroup => ({
    title,
    metrics: names.map((name) => emitted.all(name, { statistic: 'Sum' })),
  });
  const money = (name: MetricName): CustomMetricGroup => ({
    title: `${name}, in the smallest unit of each currency`,
    metrics: emitted.emitters(name).map((emitter) => emitted.byCurrency(name, emitter)),
  });
  return [
    counts('Orders', 'OrdersAccepted', 'OrdersReachedPaid', 'OrdersReachedShipped', 'OrdersReachedCompleted'),
    counts('Orders that come to nothing', 'OrdersReachedPaymentFailed', 'OrdersReachedCancelled', 'OrdersTimedOut'),
    { title: 'Payments that succeed', metrics: [paidRate(watch)], graphWidgetAxis: { min: 0, max: 100 } },
    {
      title: 'Time to paid, milliseconds',
      metrics: ['p50', 'p99'].flatMap((statistic) =>
        emitted
          .emitters('TimeToPaid')
          .map((emitter) => emitted.of('TimeToPaid', emitter, { statistic, label: `${statistic} ${emitter}` })),
      ),
    },
    money('Revenue'),
    money('Refunded'),
    counts('Stock', 'StockOuts', 'LinesRejected', 'HoldsExpired'),
    {
      title: 'Orders that stand',
      metrics: [
        emitted.all('OrdersStuck', { statistic: 'Maximum' }),
        emitted.all('OrdersRepaired', { statistic: 'Sum' }),
        emitted.all('OrderRepairsHeld', { statistic: 'Maximum' }),
      ],
    },
    counts('Payments that wait', 'ChargesParked', 'RefundsFailed', 'PaymentsLeftOpen', 'StatementDifferences'),
    counts('Messages', 'NotificationsSent', 'NotificationsDeferred', 'NotificationsFailed'),
  ];
};

/** What those who run the shop ask: do orders come, are they paid, how fast, and what stands still? */
export const watchBusiness = (watch: Watch): void => {
  const { alarms, board, emitted } = watch;
  board.monitorCustom({
    humanReadableName: 'Orders and money',
    alarmFriendlyName: 'Business',
    metricGroups: [...groups(watch)],
  });

  const count = (name: MetricName) => emitted.all(name, { statistic: 'Sum' });
  alarms.raise('orders-are-stuck', {
    runbook: 'Orders are stuck',
    says: 'Orders stand where the platform itself should move them',
    metric: emitted.all('OrdersStuck', { statistic: 'Maximum' }),
    from: 1,
    periods: 3,
  });
  alarms.raise('repairs-are-held', {
    runbook: 'Repairs are held back',
    says: 'Orders are not repaired because consumers lag',
    metric: emitted.all('OrderRepairsHeld', { statistic: 'Maximum' }),
    from: 1,
    periods: 3,
  });
  alarms.raise('few-payments-succeed', {
    runbook: 'Few payments succeed',
    says: 'Less than seven of ten payments succeed',
    metric: paidRate(watch),
    from: 70,
    below: true,
  });
  alarms.raise('gateway-is-away', {
    runbook: 'The payment gateway is away',
    says: 'The payment gateway does not answer and is left alone for a while',
    metric: count('GatewayBreakerOpened'),
    from: 1,
    periods: 2,
  });
  alarms.raise('refunds-fail', {
    runbook: 'Refunds fail',
    says: 'Customers do not get their money back',
    metric: count('RefundsFailed'),
    from: 1,
    periods: 2,
  });
  alarms.raise('statement-differs', {
    runbook: 'The statement differs from the books',
    says: "The gateway's statement differs from our books",
    metric: count('StatementDifferences'),
    from: 1,
  });
  alarms.raise('messages-fail', {
    runbook: 'Messages fail',
    says: 'Customers are not told',
    metric: count('NotificationsFailed'),
    from: 10,
    periods: 2,
  });
  alarms.raise('views-are-old', {
    runbook: 'Views are old',
    says: 'The figures of the shop are more than ten minutes behind',
    metric: emitted.all('FreshnessSeconds', { statistic: 'Maximum' }),
    from: 600,
    periods: 3,
  });
};
