import type { Payment } from './domain.ts';

/** A line of the gateway's statement: money that moved. */
export interface StatementEntry {
  readonly kind: 'charge' | 'refund';
  /** Of ours; absent where the gateway moved money for nobody we know. */
  readonly orderId?: string;
  /** The charge, by our key or by the gateway's own name of it. */
  readonly charge: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
}

/** - OTHER_CHARGE: for the order, but not the charge that we know. - STILL_OPEN: moved, and we do not know yet. */
export const differenceKinds = [
  'NOT_IN_OUR_BOOKS',
  'OTHER_CHARGE',
  'AMOUNT_DIFFERS',
  'CHARGED_THOUGH_CLOSED',
  'NOT_REFUNDED_BY_US',
  'STILL_OPEN',
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
  // A gateway with names of its own: ours is kept with the outcome.
  if (entry.charge !== payment_id && entry.charge !== charge_reference) return 'OTHER_CHARGE';
  if (entry.amount !== amount || entry.currency !== currency) return 'AMOUNT_DIFFERS';
  if (entry.kind === 'charge') return state === 'FAILED' || state === 'CANCELLED' ? 'CHARGED_THOUGH_CLOSED' : undefined;
  if (state === 'REFUNDING') return 'STILL_OPEN';
  return state === 'REFUNDED' ? undefined : 'NOT_REFUNDED_BY_US';
};

/** What one line of the statement says otherwise than our books; undefined where they agree. */
export const differenceOf = (entry: StatementEntry, payment: Payment | undefined): Difference | undefined => {
  const kind = kindOf(entry, payment);
  if (kind === undefined) return undefined;
  return { kind, ...(entry.orderId !== undefined && { orderId: entry.orderId }), charge: entry.charge };
};
