import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of order/requests besides the common one, as it is declared. */
export type RequestsEnvironment = EnvironmentOf<'order/requests'>;
