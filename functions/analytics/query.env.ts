/** Variables of `analytics/query`: the name of its table. */
export interface QueryEnvironment {
  readonly VIEWS_TABLE: string;
}
