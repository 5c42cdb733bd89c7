import { hourOf } from '../../model/hours-domain.ts';

/** A line of the simulated gateway's own books: money that moved, or a charge that was declined or cancelled. */
export interface LedgerEntry {
  /** Of a charge or a refund. */
  readonly idempotency_key: string;
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly outcome: 'approved' | 'declined' | 'cancelled' | 'refunded';
  readonly reason?: string;
  /** Of a refund: the charge that it gives back. */
  readonly charge_key?: string;
  readonly at: string;
}

/** Where the books' index by time has the entry. */
export const statementKey = ({ at }: LedgerEntry) => ({ due_shard: hourOf(at), due_at: at });
