/** Environment of order/status besides the common one. */
export interface StatusEnvironment {
  readonly ORDERS_TABLE: string;
}
