/** Environment of order/saga besides the common one. */
export interface SagaEnvironment {
  readonly ORDERS_TABLE: string;
}
