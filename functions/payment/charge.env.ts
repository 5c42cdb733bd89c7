/** Variables of `payment/charge`: its own table, and the one that the simulated gateway keeps its books in. */
export interface ChargeEnvironment {
  readonly PAYMENTS_TABLE: string;
  readonly GATEWAY_TABLE: string;
}
