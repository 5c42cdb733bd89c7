import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of inventory/router besides the common one, as it is declared. */
export type RouterEnvironment = EnvironmentOf<'inventory/router'>;
