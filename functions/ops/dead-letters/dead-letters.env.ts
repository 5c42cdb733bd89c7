import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of ops/dead-letters besides the common one, as it is declared. */
export type DeadLettersEnvironment = EnvironmentOf<'ops/dead-letters'>;
