/** Environment of ops/authorizer. */
export interface AuthorizerEnvironment {
  /** Issuer of the tokens: an OpenID Connect provider, as its discovery document is found under it. */
  readonly TOKEN_ISSUER: string;
  /** Who the tokens must be for. */
  readonly TOKEN_AUDIENCE: string;
}
