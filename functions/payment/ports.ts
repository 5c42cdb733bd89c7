import type { MetricName } from '../../schemas/metrics.ts';
import type { Result } from '../shared/kernel/result.ts';
import type { Difference, StatementEntry } from './comparison-domain.ts';
import type { Payment } from './domain.ts';

export interface Charge {
  /** One key is charged at most once, however often it is asked. */
  readonly idempotencyKey: string;
  readonly orderId: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** The gateway's own opaque token for the means of payment. */
  readonly token: string;
}

/** A charge as it was asked for, to be found again. */
export interface ChargeName {
  readonly idempotencyKey: string;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  /** The gateway's own name of it, where it is known. */
  readonly reference?: string;
}

export interface Refund {
  /** One key is refunded at most once. */
  readonly idempotencyKey: string;
  /** The charge that is given back, all of it. */
  readonly charge: ChargeName;
}

/** `unavailable`: surely not done. `unknown`: done or not, nobody can say. Neither is guessed at. */
export interface NoAnswer {
  readonly status: 'unavailable' | 'unknown';
  readonly cause: string;
}

type Charged = { readonly status: 'approved'; readonly reference?: string };
type Declined = { readonly status: 'declined'; readonly reason: string };

/** That a gateway declines is an answer, not a fault. */
export type ChargeAnswer = Charged | Declined | NoAnswer;
/** `absent`: nothing was charged under the key so far. */
export type LookupAnswer = Charged | Declined | { readonly status: 'absent' } | NoAnswer;
/** `refused`: not refunded, and asking again does not help without a person's doing. */
export type RefundAnswer =
  | { readonly status: 'refunded' }
  | { readonly status: 'refused'; readonly reason: string }
  | NoAnswer;

/** Takes the money, and gives it back. Answers within its own timeout; a defect alone is thrown. */
export interface PaymentGateway {
  /** Asked again with a key, answers as it did the first time. @throws {RangeError} the key was used for another charge. */
  charge(charge: Charge): Promise<ChargeAnswer>;
  /** What became of a charge. Never charges. */
  lookup(charge: ChargeName): Promise<LookupAnswer>;
  /** Asked again with a key, gives nothing back a second time. */
  refund(refund: Refund): Promise<RefundAnswer>;
}

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
  /** Orders whose payment is due before a time, the longest overdue first; may be behind. @throws {TransientError} */
  due(before: string, limit: number): Promise<readonly string[]>;
}

/** Told of what somebody should hear of. */
export interface PaymentObserver {
  count(name: Extract<MetricName, 'ChargesParked' | 'RefundsFailed' | 'GatewayBreakerOpened'>): void;
  /** The order's payment could not be taken up; it stays on the schedule. */
  failed(orderId: string, error: unknown): void;
  /** The gateway's statement says otherwise than our books. */
  differs(difference: Difference): void;
}
