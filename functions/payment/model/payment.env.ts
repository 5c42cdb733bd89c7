import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of all functions that settle payments. */
export type PaymentEnvironment = EnvironmentOf<'payment/charge'>;
