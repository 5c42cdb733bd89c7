/** Environment of order/sweep besides the common one. */
export interface SweepEnvironment {
  readonly ORDERS_TABLE: string;
  /** After so long in one state that the platform itself is to end, a step is repaired. */
  readonly STEP_DEADLINE_SECONDS: string;
  /** After so long an order that is not paid is cancelled. */
  readonly SAGA_DEADLINE_SECONDS: string;
  /** Orders that one run looks after. */
  readonly SWEEP_ORDERS_PER_RUN: string;
}
