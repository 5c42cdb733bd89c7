/** Region and account: the local platform is one account in one region. */
export interface Location {
  readonly accountId: string;
  readonly region: string;
}
