/** Environment of order/saga besides the common one. */
export interface SagaEnvironment {
  readonly ORDERS_TABLE: string;
  /** After so long in one state that the platform itself is to end, a step is repaired. */
  readonly STEP_DEADLINE_SECONDS: string;
}
