import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of inventory/ledger besides the common one, as it is declared. */
export type LedgerEnvironment = EnvironmentOf<'inventory/ledger'>;
