import type { MetricName } from '../../../schemas/metrics.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Difference, StatementEntry } from './comparison-domain.ts';
import type { Payment } from './domain.ts';

/** The names of a charge, for its look-up. */
export interface ChargeName {
  /** One key is charged at most once, while the gateway remembers it: a day. */
  readonly idempotencyKey: string;
  readonly orderId: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** The order is so old that the gateway may have forgotten its key: the look-up goes by the order's id. */
  readonly aged: boolean;
  /** The gateway's own name of it, if known. */
  readonly reference?: string;
}

export interface Charge extends ChargeName {
  /** The gateway's own opaque token for the means of payment. */
  readonly token: string;
}

/** A refund request. */
export interface Refund {
  /** One key is refunded at most once, while the gateway remembers it. */
  readonly idempotencyKey: string;
  /** The charge to refund in full. */
  readonly charge: ChargeName;
}

/** `unavailable`: certainly without effect. `unknown`: unknown outcome. Neither is ever guessed. */
export interface NoAnswer {
  readonly status: 'unavailable' | 'unknown';
  readonly cause: string;
  /** The gateway itself replied in time and regularly: no sign of an outage. */
  readonly gatewayIsHealthy?: true;
}

type Prepared = { readonly status: 'prepared'; readonly reference: string };
type Charged = { readonly status: 'approved'; readonly reference?: string };
type Declined = { readonly status: 'declined'; readonly reason: string };
/** The gateway works on it, for days perhaps: a delayed debit. */
type Processing = { readonly status: 'processing'; readonly reference?: string };
/** Not charged, and no later request can charge it. */
type Cancelled = { readonly status: 'cancelled' };
/** Nothing was charged so far. The reference names a future charge. */
type Absent = { readonly status: 'absent'; readonly reference?: string };

/** A declined charge is an answer, not an error. */
export type PrepareAnswer = Prepared | Declined | NoAnswer;
export type ChargeAnswer = Charged | Declined | Processing | Cancelled | NoAnswer;
export type LookupAnswer = ChargeAnswer | Absent;
export type CancelAnswer = ChargeAnswer;

/** `failed`: it ended without returning the money, and the same request fails again. The reference names the refund. */
export type RefundAnswer =
  | { readonly status: 'refunded' }
  | { readonly status: 'pending' }
  | { readonly status: 'failed'; readonly reason: string; readonly reference?: string }
  | NoAnswer;
export type RefundLookupAnswer = RefundAnswer | { readonly status: 'absent' };

/** Charges and refunds. Answers within its own timeout; throws only on a defect. */
export interface PaymentGateway {
  /**
   * Names a charge and moves no money. A gateway with this function charges by that name alone, so that the writer that
   * stores it first can look up the charge and cancel it for good.
   */
  prepare?(charge: ChargeName): Promise<PrepareAnswer>;
  /** Repeated with the same key, returns its first answer. @throws {RangeError} the key was used for another charge. */
  charge(charge: Charge): Promise<ChargeAnswer>;
  /** The outcome of a charge. Never charges. */
  lookup(charge: ChargeName): Promise<LookupAnswer>;
  /** Prevents any later charge: `cancelled`. If it was or is being charged, returns that answer. */
  cancel(charge: ChargeName): Promise<CancelAnswer>;
  /** Repeated with the same key, refunds only once. */
  refund(refund: Refund): Promise<RefundAnswer>;
  /** The outcome of a charge's refunds, under any key. Never refunds. */
  lookupRefund(refund: Refund): Promise<RefundLookupAnswer>;
}

/** A gateway with names of its own for charges. */
export type PreparingGateway = PaymentGateway & Required<Pick<PaymentGateway, 'prepare'>>;

/** `from` inclusive, `until` exclusive: RFC 3339 UTC with milliseconds. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

/** The gateway's movements of money, for comparison with the payments. */
export interface GatewayStatement {
  /** Page by page, in any order. @throws {TransientError} */
  entries(period: Period): AsyncIterable<readonly StatementEntry[]>;
}

/** How far the gateway's statement has been compared. */
export interface Comparisons {
  /** @throws {TransientError} */
  comparedUntil(): Promise<string | undefined>;
  /** Advances from `from`; no effect if another run has advanced. @throws {TransientError} */
  advance(from: string | undefined, until: string): Promise<void>;
}

/** One payment per order. */
export interface Payments {
  /** Stores the first version; an existing payment of the order is the error. @throws {TransientError} */
  create(payment: Payment): Promise<Result<Payment, Payment>>;
  /** Stores the next version; the stored payment is the error if another write was first. @throws {TransientError} */
  replace(payment: Payment): Promise<Result<Payment, Payment>>;
  /** @throws {TransientError} */
  find(orderId: string): Promise<Payment | undefined>;
  /** Existing ones, in any order. @throws {TransientError} */
  findAll(orderIds: readonly string[]): Promise<readonly Payment[]>;
  /** Payments whose money last moved in a period, page by page; eventually consistent. @throws {TransientError} */
  movedMoney(period: Period): AsyncIterable<readonly Payment[]>;
  /**
   * Orders whose payment is due before a time, the longest overdue first; eventually consistent. @throws
   * {TransientError}
   */
  due(before: string, limit: number): Promise<readonly string[]>;
}

/** Counts and logs for operators. */
export interface PaymentObserver {
  count(
    name: Extract<MetricName, 'ChargesParked' | 'RefundsFailed' | 'RefundsRejected' | 'GatewayBreakerOpened'>,
  ): void;
  /** The order's payment failed to settle; it stays on the schedule. */
  failed(orderId: string, error: unknown): void;
  /** The gateway's statement differs from the payments. */
  differs(difference: Difference): void;
}
