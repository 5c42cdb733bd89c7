/** Variables of `inventory/admin`. */
export interface AdminEnvironment {
  readonly STOCK_TABLE: string;
}
