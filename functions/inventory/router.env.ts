/** Variables of `inventory/router`. */
export interface RouterEnvironment {
  readonly HOLDS_TABLE: string;
  /** For how long an order may hold its lines. */
  readonly HOLD_SECONDS: string;
}
