import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** What all functions that settle payments are configured by. */
export type PaymentEnvironment = EnvironmentOf<'payment/charge'>;
