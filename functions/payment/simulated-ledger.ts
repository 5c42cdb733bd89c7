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

const hourOf = (at: string): string => at.slice(0, 13);

/** The hours that a period touches, as the index of the books names them. */
export const hoursOf = (from: string, until: string): readonly string[] => {
  const hours: string[] = [];
  const end = Date.parse(until);
  for (let hour = Date.parse(`${hourOf(from)}:00:00.000Z`); hour < end; hour += 3_600_000) {
    hours.push(hourOf(new Date(hour).toISOString()));
  }
  return hours;
};

/** Where the books' index by time has the entry. */
export const statementKey = ({ at }: LedgerEntry) => ({ due_shard: hourOf(at), due_at: at });
