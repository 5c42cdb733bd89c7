import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/admin besides the common one, as it is declared. */
export type AdminEnvironment = EnvironmentOf<'order/admin'>;
