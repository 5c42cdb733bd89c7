import { hourOf } from '../../model/hours-domain.ts';

/** An entry of the simulated gateway's ledger: money that moved, or a charge that was declined or cancelled. */
export interface LedgerEntry {
  /** Of a charge or a refund. */
  readonly idempotency_key: string;
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly outcome: 'approved' | 'declined' | 'cancelled' | 'refunded';
  readonly reason?: string;
  /** Of a refund: the refunded charge. */
  readonly charge_key?: string;
  readonly at: string;
}

/** The entry's key in the ledger's index by time. */
export const statementKey = ({ at }: LedgerEntry) => ({ due_shard: hourOf(at), due_at: at });
