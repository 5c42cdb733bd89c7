import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/saga besides the common one, as it is declared. */
export type SagaEnvironment = EnvironmentOf<'order/saga'>;
