import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/status besides the common one, as it is declared. */
export type StatusEnvironment = EnvironmentOf<'order/status'>;
