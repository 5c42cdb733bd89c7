/** Variables of `inventory/router`. */
export interface RouterEnvironment {
  readonly HOLDS_TABLE: string;
}
