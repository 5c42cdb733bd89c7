import type { Payment } from './domain.ts';

/** A line of the gateway's statement: money that moved. */
export interface StatementEntry {
  readonly kind: 'charge' | 'refund';
  /** The platform's order; absent if the gateway moved money for none of its orders. */
  readonly orderId?: string;
  /** The charge, by the idempotency key or the gateway's own name. */
  readonly charge: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
}

/**
 * - OTHER_CHARGE: for the order, but not the charge in its payment.
 * - STILL_OPEN: money moved, but the payment has no outcome yet.
 * - CHARGE_NOT_AT_GATEWAY, REFUND_NOT_AT_GATEWAY: in the Payments table alone.
 */
export const differenceKinds = [
  'NOT_IN_OUR_BOOKS',
  'OTHER_CHARGE',
  'AMOUNT_DIFFERS',
  'CHARGED_THOUGH_CLOSED',
  'NOT_REFUNDED_BY_US',
  'STILL_OPEN',
  'CHARGE_NOT_AT_GATEWAY',
  'REFUND_NOT_AT_GATEWAY',
] as const;

export interface Difference {
  readonly kind: (typeof differenceKinds)[number];
  readonly orderId?: string;
  readonly charge: string;
}

const kindOf = (entry: StatementEntry, payment: Payment | undefined): Difference['kind'] | undefined => {
  if (payment === undefined) return 'NOT_IN_OUR_BOOKS';
  const { payment_id, charge_reference, amount, currency, state } = payment;
  if (state === 'PENDING' || state === 'UNKNOWN' || state === 'CANCELLING') return 'STILL_OPEN';
  // A gateway may have its own name for the charge: it is stored with the outcome.
  if (entry.charge !== payment_id && entry.charge !== charge_reference) return 'OTHER_CHARGE';
  if (entry.amount !== amount || entry.currency !== currency) return 'AMOUNT_DIFFERS';
  if (entry.kind === 'charge') return state === 'FAILED' || state === 'CANCELLED' ? 'CHARGED_THOUGH_CLOSED' : undefined;
  if (state === 'REFUNDING') return 'STILL_OPEN';
  return state === 'REFUNDED' ? undefined : 'NOT_REFUNDED_BY_US';
};

/** The difference between a line of the statement and the payment; undefined if they agree. */
export const differenceOf = (entry: StatementEntry, payment: Payment | undefined): Difference | undefined => {
  const kind = kindOf(entry, payment);
  if (kind === undefined) return undefined;
  return { kind, ...(entry.orderId !== undefined && { orderId: entry.orderId }), charge: entry.charge };
};

const lineOf = (kind: StatementEntry['kind'], charge: string): string => `${kind} ${charge}`;

/** The movements that a statement lists, by the names of their charges. */
export class ListedMovements {
  readonly #lines = new Set<string>();

  add(entries: readonly StatementEntry[]): void {
    for (const { kind, charge } of entries) this.#lines.add(lineOf(kind, charge));
  }

  /** The statement lists the payment's last movement of money. */
  has({ state, payment_id, charge_reference }: Payment): boolean {
    const kind = state === 'REFUNDED' ? 'refund' : 'charge';
    return [payment_id, charge_reference].some((name) => name !== undefined && this.#lines.has(lineOf(kind, name)));
  }
}
