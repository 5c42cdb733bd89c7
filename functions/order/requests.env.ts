/** Environment of order/requests besides the common one. */
export interface RequestsEnvironment {
  readonly ORDERS_TABLE: string;
}
