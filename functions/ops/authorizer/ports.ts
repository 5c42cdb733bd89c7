/** The issuer of the users' tokens. */
export interface IdentityProvider {
  /**
   * The subject of a token; undefined for a token that is invalid or has another audience.
   * @throws {TransientError} the issuer does not answer: the token's validity is unknown.
   */
  subjectOf(token: string): Promise<string | undefined>;
}
