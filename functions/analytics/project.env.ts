/** Variables of `analytics/project`: names of its tables. */
export interface ProjectEnvironment {
  readonly VIEWS_TABLE: string;
  readonly SEEN_TABLE: string;
}
