import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of payment/reconcile besides the common one, as it is declared. */
export type ReconcileEnvironment = EnvironmentOf<'payment/reconcile'>;
