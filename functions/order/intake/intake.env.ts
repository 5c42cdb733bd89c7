import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/intake besides the common one, as it is declared. */
export type IntakeEnvironment = EnvironmentOf<'order/intake'>;
