import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of audit/record besides the common one, as it is declared. */
export type RecordEnvironment = EnvironmentOf<'audit/record'>;
