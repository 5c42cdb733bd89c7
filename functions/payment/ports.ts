import type { ChargeOutcome, ConcludedPayment, Payment, PendingPayment } from './domain.ts';

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

/** Takes the money. */
export interface PaymentGateway {
  /**
   * Asked again with a key, answers as it did the first time.
   * @throws {TransientError} no answer: charged or not, ask again with the same key.
   * @throws {RangeError} the key was used for another charge.
   */
  charge(charge: Charge): Promise<ChargeOutcome>;
  /** What became of a charge; undefined when the gateway has never seen its key. @throws {TransientError} */
  lookup(idempotencyKey: string): Promise<ChargeOutcome | undefined>;
}

/** One payment per order. */
export interface PaymentStore {
  /** Stores the intent unless the order has a payment, and answers what is stored. @throws {TransientError} */
  register(intent: PendingPayment): Promise<Payment>;
  /**
   * Stores the outcome unless there is one, and answers what is stored.
   * @throws {TransientError} @throws {RangeError} there is no intent.
   */
  conclude(outcome: ConcludedPayment): Promise<ConcludedPayment>;
}
