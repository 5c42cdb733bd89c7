/** The signer of a request; null without a signature. */
export interface SignedIdentity {
  readonly accountId: string | null;
  readonly accessKey: string | null;
  readonly userArn: string | null;
  /** The unique id of the user, in both fields. */
  readonly caller: string | null;
  readonly user: string | null;
}

/** The identity of an authorized caller. */
export interface Authorized {
  /** Of a Lambda authorizer: what `requestContext.authorizer` becomes. */
  readonly context?: Readonly<Record<string, string | number>>;
  /** The API key that a Lambda authorizer named. */
  readonly usageIdentifierKey?: string | undefined;
  /** Of a signed request: the IAM identity, for `requestContext.identity`. */
  readonly identity?: SignedIdentity;
}
