import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of audit/timeline besides the common one, as it is declared. */
export type TimelineEnvironment = EnvironmentOf<'audit/timeline'>;
