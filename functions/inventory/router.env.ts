/** Variables of `inventory/router`: the table that the ledger keeps reservations in. */
export interface RouterEnvironment {
  readonly RESERVATIONS_TABLE: string;
}
