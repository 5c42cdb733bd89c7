import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of payment/charge besides the common one, as it is declared. */
export type ChargeEnvironment = EnvironmentOf<'payment/charge'>;
