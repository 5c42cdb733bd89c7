/** Variables of the functions that settle payments. */
export interface ChargeEnvironment {
  readonly PAYMENTS_TABLE: string;
  /** `simulated` or `stripe`. */
  readonly PAYMENT_GATEWAY: string;
  /** The table that the simulated gateway keeps its books in; the ARN of the secret with the API key of a real one. */
  readonly GATEWAY_RESOURCE: string;
  /** Longest wait for the answer to one request. */
  readonly GATEWAY_TIMEOUT_MS: string;
  /** For how long after its intent a charge is tried. */
  readonly CHARGE_HORIZON_SECONDS: string;
  /** The longest invocation and the gateway's timeout: whoever took a payment up has ended after so long. */
  readonly CHARGE_LEASE_SECONDS: string;
}
