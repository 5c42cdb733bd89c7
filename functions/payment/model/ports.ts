import type { MetricName } from '../../../schemas/metrics.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Difference, StatementEntry } from './comparison-domain.ts';
import type { Payment } from './domain.ts';

/** A charge as it was asked for, to be found again. */
export interface ChargeName {
  /** One key is charged at most once, as long as the gateway remembers it: a day. */
  readonly idempotencyKey: string;
  readonly orderId: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** The order is so old that the gateway may have forgotten its key: the charge is to be found by the order's id. */
  readonly aged: boolean;
  /** The gateway's own name of it, where it is known. */
  readonly reference?: string;
}

export interface Charge extends ChargeName {
  /** The gateway's own opaque token for the means of payment. */
  readonly token: string;
}

/** A refund as it was asked for. */
export interface Refund {
  /** One key is refunded at most once, as long as the gateway remembers it. */
  readonly idempotencyKey: string;
  /** The charge that is given back, all of it. */
  readonly charge: ChargeName;
}

/** `unavailable`: surely not done. `unknown`: the outcome is not known. Neither is guessed at. */
export interface NoAnswer {
  readonly status: 'unavailable' | 'unknown';
  readonly cause: string;
  /** The gateway itself replied in time and in order: no sign of trouble. */
  readonly gatewayIsWell?: true;
}

type Prepared = { readonly status: 'prepared'; readonly reference: string };
type Charged = { readonly status: 'approved'; readonly reference?: string };
type Declined = { readonly status: 'declined'; readonly reason: string };
/** The gateway works on it, for days perhaps: a delayed debit. */
type Processing = { readonly status: 'processing'; readonly reference?: string };
/** Not charged, and no later request can charge it. */
type Cancelled = { readonly status: 'cancelled' };
/** Nothing was charged so far. A reference names what a charge would be. */
type Absent = { readonly status: 'absent'; readonly reference?: string };

/** A declined charge is an answer, not a fault. */
export type PrepareAnswer = Prepared | Declined | NoAnswer;
export type ChargeAnswer = Charged | Declined | Processing | Cancelled | NoAnswer;
export type LookupAnswer = ChargeAnswer | Absent;
export type CancelAnswer = ChargeAnswer;

/** `failed`: it ended without giving the money back, and the same request does not help. Its reference names the refund. */
export type RefundAnswer =
  | { readonly status: 'refunded' }
  | { readonly status: 'pending' }
  | { readonly status: 'failed'; readonly reason: string; readonly reference?: string }
  | NoAnswer;
export type RefundLookupAnswer = RefundAnswer | { readonly status: 'absent' };

/** Takes the money, and gives it back. Answers within its own timeout; a defect alone is thrown. */
export interface PaymentGateway {
  /**
   * Names a charge and moves no money. A gateway that has this charges by that name alone, so that whoever stores the name
   * first finds the charge, and can cancel it, for good.
   */
  prepare?(charge: ChargeName): Promise<PrepareAnswer>;
  /** Asked again with a key, answers as it did the first time. @throws {RangeError} the key was used for another charge. */
  charge(charge: Charge): Promise<ChargeAnswer>;
  /** What became of a charge. Never charges. */
  lookup(charge: ChargeName): Promise<LookupAnswer>;
  /** Sees to it that no later request charges it: `cancelled`. Refused where it was charged, or is being: answers that. */
  cancel(charge: ChargeName): Promise<CancelAnswer>;
  /** Asked again with a key, gives nothing back a second time. */
  refund(refund: Refund): Promise<RefundAnswer>;
  /** What became of the refunds of a charge, by whichever key. Never refunds. */
  lookupRefund(refund: Refund): Promise<RefundLookupAnswer>;
}

/** A gateway with names of its own for charges. */
export type PreparingGateway = PaymentGateway & Required<Pick<PaymentGateway, 'prepare'>>;

/** From a time on, up to another: RFC 3339 UTC with milliseconds. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

/** What the gateway says that it did, for comparison with what we know of it. */
export interface GatewayStatement {
  /** Page by page, in any order. @throws {TransientError} */
  entries(period: Period): AsyncIterable<readonly StatementEntry[]>;
}

/** Up to when the gateway's statement has been compared. */
export interface Comparisons {
  /** @throws {TransientError} */
  comparedUntil(): Promise<string | undefined>;
  /** Goes on from where it stood; nothing happens where somebody else has gone on. @throws {TransientError} */
  goOn(from: string | undefined, until: string): Promise<void>;
}

/** One payment per order. */
export interface Payments {
  /** Stores the first version unless the order has a payment: that is the error. @throws {TransientError} */
  create(payment: Payment): Promise<Result<Payment, Payment>>;
  /** Stores a version over the one before; the error is what stands there instead. @throws {TransientError} */
  replace(payment: Payment): Promise<Result<Payment, Payment>>;
  /** @throws {TransientError} */
  find(orderId: string): Promise<Payment | undefined>;
  /** Those that are there, in any order. @throws {TransientError} */
  findAll(orderIds: readonly string[]): Promise<readonly Payment[]>;
  /** Those for which money moved last in a period, page by page; may be behind. @throws {TransientError} */
  movedMoney(period: Period): AsyncIterable<readonly Payment[]>;
  /** Orders whose payment is due before a time, the longest overdue first; may be behind. @throws {TransientError} */
  due(before: string, limit: number): Promise<readonly string[]>;
}

/** Told of what somebody should hear of. */
export interface PaymentObserver {
  count(
    name: Extract<MetricName, 'ChargesParked' | 'RefundsFailed' | 'RefundsRejected' | 'GatewayBreakerOpened'>,
  ): void;
  /** The order's payment could not be taken up; it stays on the schedule. */
  failed(orderId: string, error: unknown): void;
  /** The gateway's statement says otherwise than our books. */
  differs(difference: Difference): void;
}
