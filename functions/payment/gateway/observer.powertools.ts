import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Telemetry } from '../../shared/runtime/telemetry/telemetry.ts';
import type { PaymentObserver } from '../model/ports.ts';

/** Each count is written at once, whatever the invocation's outcome. */
export const powertoolsObserver = ({ logger, metrics }: Pick<Telemetry, 'logger' | 'metrics'>): PaymentObserver => ({
  count: (name) => void metrics.singleMetric().addMetric(name, MetricUnit.Count, 1),
  failed: (order_id, thrown) =>
    logger.error('A payment could not be settled', {
      order_id,
      error: thrown instanceof Error ? thrown : new Error(String(thrown)),
    }),
  differs: ({ kind, orderId, charge }) =>
    logger.error("The gateway's statement differs from the payments", { kind, order_id: orderId, charge }),
});
