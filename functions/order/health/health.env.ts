import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/health besides the common one, as it is declared. */
export type HealthEnvironment = EnvironmentOf<'order/health'>;
