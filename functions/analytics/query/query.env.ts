import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of analytics/query besides the common one, as it is declared. */
export type QueryEnvironment = EnvironmentOf<'analytics/query'>;
