import type { Telemetry } from '../../shared/runtime/telemetry/telemetry.ts';
import type { WebhookObserver } from '../model/webhook-ports.ts';

export const powertoolsWebhookObserver = ({ logger }: Pick<Telemetry, 'logger'>): WebhookObserver => ({
  // The id identifies the event at Stripe; its content is not logged.
  unmatched: ({ id, type }) => logger.warn('An event of the gateway belongs to no payment', { event: id, type }),
});
