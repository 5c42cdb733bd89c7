import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/wait besides the common one, as it is declared. */
export type WaitEnvironment = EnvironmentOf<'order/wait'>;
