/** Who signed a request; null for all others. */
export interface SignedIdentity {
  readonly accountId: string | null;
  readonly accessKey: string | null;
  readonly userArn: string | null;
  /** The unique id of the user; the same twice. */
  readonly caller: string | null;
  readonly user: string | null;
}

/** What is known of the caller once it is let in. */
export interface Authorized {
  /** Of a Lambda authorizer: what `requestContext.authorizer` becomes. */
  readonly context?: Readonly<Record<string, string | number>>;
  /** The API key that a Lambda authorizer named. */
  readonly usageIdentifierKey?: string | undefined;
  /** Of a signed request: the IAM identity, as `requestContext.identity` tells it. */
  readonly identity?: SignedIdentity;
}
