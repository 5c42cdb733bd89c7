import type { MetricName } from '../../../schemas/metrics.ts';
import { businessGraphs, paidRate } from './business-graphs.ts';
import type { Watch } from './watch.ts';

/** Health of the shop: orders placed, payments, time to PAID, stuck orders. */
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
    summary: 'Orders exceed the deadline of an automatic step',
    metric: emitted.all('OrdersStuck', { statistic: 'Maximum' }),
    from: 1,
    periods: 3,
  });
  alarms.raise('repairs-are-held', {
    runbook: 'Repairs are held back',
    summary: 'The sweep holds repairs back because consumers lag',
    metric: emitted.all('OrderRepairsHeld', { statistic: 'Maximum' }),
    from: 1,
    periods: 3,
  });
  alarms.raise('few-payments-succeed', {
    runbook: 'Few payments succeed',
    summary: 'Less than 70 % of the payments succeed',
    metric: paidRate(watch),
    from: 70,
    below: true,
  });
  alarms.raise('gateway-is-away', {
    runbook: 'The payment gateway is away',
    summary: 'The payment gateway does not answer: its circuit breaker is open',
    metric: count('GatewayBreakerOpened'),
    from: 1,
    periods: 2,
  });
  alarms.raise('refunds-fail', {
    runbook: 'Refunds fail',
    summary: 'Refunds fail and are retried',
    metric: count('RefundsFailed'),
    from: 1,
    periods: 2,
  });
  alarms.raise('refunds-rejected', {
    runbook: 'A refund was rejected',
    summary: 'The gateway rejected a refund: an operator has to pay it back',
    metric: count('RefundsRejected'),
    from: 1,
  });
  alarms.raise('statement-differs', {
    runbook: 'The statement differs from the books',
    summary: "The gateway's statement differs from the payment ledger",
    metric: count('StatementDifferences'),
    from: 1,
  });
  alarms.raise('payments-are-disputed', {
    runbook: 'A payment is disputed',
    summary: 'A dispute of a charge was opened or changed its state',
    metric: count('PaymentDisputes'),
    from: 1,
  });
  if (deployment.config.payment.gateway === 'stripe') {
    alarms.raise('webhook-refuses', {
      runbook: 'Events of Stripe are not taken',
      summary: 'Webhook events arrive without a valid signature',
      metric: count('WebhookEventsRefused'),
      from: 10,
      periods: 3,
    });
    alarms.raise('webhook-fails', {
      runbook: 'Events of Stripe are not taken',
      summary: 'Webhook events cannot be stored, or their disputes cannot be matched',
      metric: count('WebhookEventsFailed'),
      from: 1,
      periods: 3,
    });
  }
  alarms.raise('messages-fail', {
    runbook: 'Messages fail',
    summary: 'Notifications to customers fail',
    metric: count('NotificationsFailed'),
    from: 10,
    periods: 2,
  });
  alarms.raise('views-are-old', {
    runbook: 'Views are old',
    summary: 'The analytics views are more than ten minutes behind',
    metric: emitted.all('FreshnessSeconds', { statistic: 'Maximum' }),
    from: 600,
    periods: 3,
  });
  alarms.raise('views-lost-records', {
    runbook: 'Views lost records',
    summary: 'Retention removed records before the analytics views had counted them',
    metric: emitted.all('LostRecords', { statistic: 'Maximum' }),
    from: 1,
  });
};
