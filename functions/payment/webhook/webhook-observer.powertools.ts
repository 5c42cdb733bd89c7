import type { Telemetry } from '../../shared/runtime/telemetry/telemetry.ts';
import type { WebhookObserver } from '../model/webhook-ports.ts';

export const powertoolsWebhookObserver = ({ logger }: Pick<Telemetry, 'logger'>): WebhookObserver => ({
  // Its id finds the event at Stripe; what it contains is not logged.
  unmatched: ({ id, type }) => logger.warn('An event of the gateway belongs to no payment', { event: id, type }),
});
