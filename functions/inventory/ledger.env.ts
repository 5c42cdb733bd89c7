/** Variables of `inventory/ledger`: names of its tables. */
export interface LedgerEnvironment {
  readonly STOCK_TABLE: string;
  readonly RESERVATIONS_TABLE: string;
}
