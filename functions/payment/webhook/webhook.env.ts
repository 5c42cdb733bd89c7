import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of payment/webhook besides the common one, as it is declared. */
export type WebhookEnvironment = EnvironmentOf<'payment/webhook'>;
