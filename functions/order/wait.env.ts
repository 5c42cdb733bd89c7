/** Environment of order/wait besides the common one. */
export interface WaitEnvironment {
  readonly ORDERS_TABLE: string;
  /** Which client waits how often. */
  readonly WAITS_TABLE: string;
  /** Waits that one client may have at one time. */
  readonly WAITS_PER_CLIENT: string;
}
