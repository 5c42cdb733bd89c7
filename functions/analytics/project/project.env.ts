import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of analytics/project besides the common one, as it is declared. */
export type ProjectEnvironment = EnvironmentOf<'analytics/project'>;
