import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of inventory/admin besides the common one, as it is declared. */
export type AdminEnvironment = EnvironmentOf<'inventory/admin'>;
