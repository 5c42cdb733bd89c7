/** Whoever issues the tokens of users. */
export interface IdentityProvider {
  /**
   * The user that a token names; undefined for a token that is not valid, or not for us.
   * @throws {TransientError} the issuer does not answer: nothing is known about the token.
   */
  subjectOf(token: string): Promise<string | undefined>;
}
