/** Variables of `inventory/expire`. */
export interface ExpireEnvironment {
  readonly HOLDS_TABLE: string;
}
