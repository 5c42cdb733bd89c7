import type { LedgerOrderDifference, OrderState } from '../../../schemas/generated/types.ts';
import { type Count, plus } from '../../shared/kernel/count.ts';
import type { Movement, OrderEntry, PaymentEntry } from './entries-domain.ts';

/** Everything that is known of one order. */
export interface OrderEvidence {
  readonly order: OrderEntry;
  readonly payment?: PaymentEntry;
  /** Absent where the gateway's own ledger is not available. */
  readonly movements?: readonly Movement[];
}

type Account = 'provisional' | 'in_flight' | 'parked' | 'final';

export interface OrderVerdict {
  readonly account: Account;
  /** In flight for longer than a step may take. */
  readonly overdue: boolean;
  /** It reached its status within the time of a step: its stock and its refund may be under way. */
  readonly young: boolean;
  readonly charged: Count;
  readonly refunded: Count;
  readonly difference?: LedgerOrderDifference;
}

/** The order leaves these without a request. */
const moving: ReadonlySet<OrderState | undefined> = new Set([undefined, 'CREATED', 'PROCESSING'] as const);
/** The order keeps the money and the goods. */
const keeping: ReadonlySet<OrderState | undefined> = new Set(['PAID', 'SHIPPED', 'COMPLETED'] as const);
/** The gateway's answer is pending. */
const open: ReadonlySet<string> = new Set(['PENDING', 'UNKNOWN', 'CANCELLING', 'REFUNDING']);
/** States of a payment whose charge moved money. */
const charged: ReadonlySet<string> = new Set(['PAID', 'REFUNDED', 'REFUND_FAILED', 'REFUNDING']);

export const isMoving = ({ status }: OrderEntry): boolean => moving.has(status);
export const isKeeping = ({ status }: OrderEntry): boolean => keeping.has(status);

/** What the platform's own record shows, where the gateway's ledger is not available. */
const recordedMovements = ({ currency }: OrderEntry, payment: PaymentEntry | undefined): readonly Movement[] => {
  if (payment === undefined || payment.amount === 0 || !charged.has(payment.state)) return [];
  const { amount, state } = payment;
  const refund = { kind: 'refund', amount, currency } as const;
  return [{ kind: 'charge', amount, currency }, ...(state === 'REFUNDED' ? [refund] : [])];
};

const sumOf = (movements: readonly Movement[], kind: Movement['kind']): Count =>
  movements.filter((one) => one.kind === kind).reduce<Count>((sum, { amount }) => plus(sum, amount), 0);

type Kind = LedgerOrderDifference['kind'];

const kindOf = (
  { order, payment }: OrderEvidence,
  movements: readonly Movement[],
  kept: Count,
  expected: number,
): Kind | undefined => {
  if (movements.some(({ currency }) => currency !== order.currency)) return 'OTHER_CURRENCY';
  if (movements.filter(({ kind }) => kind === 'charge').length > 1) return 'CHARGED_TWICE';
  if (kept < expected) return 'NOT_CHARGED';
  if (kept > expected) return payment?.state === 'REFUND_FAILED' ? 'REFUND_FAILED' : 'NOT_REFUNDED';
  // The gateway and the order agree; the payment's record must, too. A free order may have none.
  const isPaid = payment?.state === 'PAID';
  return order.amount > 0 && isPaid !== isKeeping(order) ? 'PAYMENT_DIFFERS' : undefined;
};

/**
 * The account of an order, and whether its money matches it: an order that keeps its goods was charged its amount once, any other
 * final one keeps nothing at the gateway. Money of an order in flight is not judged, nor that of one whose status is younger than a
 * step may take.
 */
export const verdictOf = (evidence: OrderEvidence, now: number, stepMs: number): OrderVerdict => {
  const { order, payment } = evidence;
  const movements = evidence.movements ?? recordedMovements(order, payment);
  const [ofCharges, ofRefunds] = [sumOf(movements, 'charge'), sumOf(movements, 'refund')];
  const money = { charged: ofCharges, refunded: ofRefunds };
  const age = now - (order.since ?? now);
  const young = age < stepMs;
  const still = { overdue: false, young, ...money };
  if (order.provisional) return { account: 'provisional', ...still };
  const isOpen = payment !== undefined && (open.has(payment.state) || payment.due);
  if (isOpen && payment.due) return { account: 'parked', ...still };
  if (isMoving(order) || isOpen) return { account: 'in_flight', ...still, overdue: !young };
  const kept = plus(ofCharges, -BigInt(ofRefunds));
  const expected = isKeeping(order) ? order.amount : 0;
  const kind = kindOf(evidence, movements, kept, expected);
  if (kind === undefined) return { account: 'final', ...still };
  if (young) return { account: 'in_flight', ...still };
  const { orderId: order_id, status = 'CREATED', currency } = order;
  const difference = { order_id, status, kind, currency, expected, kept: Number(kept) };
  return { account: 'final', ...still, difference };
};
