import type { MetricName } from '../../../schemas/metrics.ts';
import { businessGraphs, paidRate } from './business-graphs.ts';
import type { Watch } from './watch.ts';

/** What those who run the shop ask: do orders come, are they paid, how fast, and what stands still? */
export const watchBusiness = (watch: Watch): void => {
  const { alarms, board, deployment, emitted } = watch;
  board.monitorCustom({
    humanReadableName: 'Orders and money',
    alarmFriendlyName: 'Business',
    metricGroups: [...businessGraphs(watch)],
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
  alarms.raise('refunds-rejected', {
    runbook: 'A refund was rejected',
    says: 'The gateway gives no money back for an order: an operator has to',
    metric: count('RefundsRejected'),
    from: 1,
  });
  alarms.raise('statement-differs', {
    runbook: 'The statement differs from the books',
    says: "The gateway's statement differs from our books",
    metric: count('StatementDifferences'),
    from: 1,
  });
  alarms.raise('payments-are-disputed', {
    runbook: 'A payment is disputed',
    says: 'A bank disputes the charge of an order, or a dispute moved on',
    metric: count('PaymentDisputes'),
    from: 1,
  });
  if (deployment.config.payment.gateway === 'stripe') {
    alarms.raise('webhook-refuses', {
      runbook: 'Events of Stripe are not taken',
      says: 'Events come without a valid signature',
      metric: count('WebhookEventsRefused'),
      from: 10,
      periods: 3,
    });
    alarms.raise('webhook-fails', {
      runbook: 'Events of Stripe are not taken',
      says: 'Events of Stripe cannot be stored, or their disputes not be matched',
      metric: count('WebhookEventsFailed'),
      from: 1,
      periods: 3,
    });
  }
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
  alarms.raise('views-lost-records', {
    runbook: 'Views lost records',
    says: 'Retention removed records before the figures of the shop had counted them',
    metric: emitted.all('LostRecords', { statistic: 'Maximum' }),
    from: 1,
  });
};
