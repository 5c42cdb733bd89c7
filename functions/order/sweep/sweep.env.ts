import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/sweep besides the common one, as it is declared. */
export type SweepEnvironment = EnvironmentOf<'order/sweep'>;
