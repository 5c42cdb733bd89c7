import type { SignedIdentity } from './request-context.ts';

/** What is known of the caller once it is let in. */
export interface Authorized {
  /** Of a Lambda authorizer: what `requestContext.authorizer` becomes. */
  readonly context?: Readonly<Record<string, string | number>>;
  /** The API key that a Lambda authorizer named. */
  readonly usageIdentifierKey?: string | undefined;
  /** Of a signed request: the IAM identity, as `requestContext.identity` tells it. */
  readonly identity?: SignedIdentity;
}
