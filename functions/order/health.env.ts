/** Environment of order/health besides the common one. */
export interface HealthEnvironment {
  readonly ORDERS_TABLE: string;
}
