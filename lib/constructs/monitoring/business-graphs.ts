import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { CustomMetricGroup } from 'cdk-monitoring-constructs';
import type { MetricName } from '../../../schemas/metrics.ts';
import type { Watch } from './watch.ts';

const half = Duration.minutes(30);
/** Of fewer payments, the failed part has no significance. */
const leastPayments = 20;

/** The part of the payments that succeed, in per cent. */
export const paidRate = ({ emitted }: Pick<Watch, 'emitted'>): MathExpression =>
  new MathExpression({
    label: 'Paid, per cent',
    expression: `IF(paid + failed >= ${leastPayments}, 100 * paid / (paid + failed), 100)`,
    usingMetrics: {
      paid: emitted.all('OrdersReachedPaid', { statistic: 'Sum', period: half }),
      failed: emitted.all('OrdersReachedPaymentFailed', { statistic: 'Sum', period: half }),
    },
    period: half,
  });

/** The graphs of the board. */
export const businessGraphs = ({ emitted }: Pick<Watch, 'emitted'>): readonly CustomMetricGroup[] => {
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
    { title: 'Payments that succeed', metrics: [paidRate({ emitted })], graphWidgetAxis: { min: 0, max: 100 } },
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
    counts('Stock', 'StockOuts', 'LinesRejected'),
    {
      title: 'Orders that stand',
      metrics: [
        emitted.all('OrdersStuck', { statistic: 'Maximum' }),
        emitted.all('OrdersRepaired', { statistic: 'Sum' }),
        emitted.all('OrderRepairsHeld', { statistic: 'Maximum' }),
      ],
    },
    counts(
      'Payments that wait',
      'ChargesParked',
      'RefundsFailed',
      'RefundsRejected',
      'PaymentsLeftOpen',
      'StatementDifferences',
    ),
    counts('Messages', 'NotificationsSent', 'NotificationsDeferred', 'NotificationsFailed'),
  ];
};
