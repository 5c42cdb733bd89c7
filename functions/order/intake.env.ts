/** Environment of order/intake besides the common one. */
export interface IntakeEnvironment {
  readonly ORDERS_TABLE: string;
  readonly PRICES_TABLE: string;
  /** Replay cache of answers by Idempotency-Key. */
  readonly IDEMPOTENCY_TABLE: string;
}
