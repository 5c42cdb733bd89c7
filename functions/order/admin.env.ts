/** Environment of order/admin besides the common one. */
export interface AdminEnvironment {
  readonly ORDERS_TABLE: string;
  /** After so long in one state that the platform itself is to end, an order counts as stuck. */
  readonly STEP_DEADLINE_SECONDS: string;
}
