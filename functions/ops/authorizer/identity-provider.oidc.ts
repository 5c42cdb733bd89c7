import { JwtVerifier } from 'aws-jwt-verify';
import { FailedAssertionError, JwksValidationError, JwkValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { IdentityProvider } from './ports.ts';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

/** The authorizer has five seconds; two documents are fetched before the first token. */
const fetchTimeoutMs = 2_000;

const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** Plain HTTP does not authenticate keys: allowed on the loopback interface only. */
const trustworthy = (address: string): URL => {
  const url = new URL(address);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new Error(`${address} is neither https nor on this machine`);
};

const fetchDocument = async (address: string): Promise<ArrayBuffer> => {
  const url = trustworthy(address);
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throw new TransientError(`${address} does not answer`, { cause });
  }
};

/** The issuer's `jwks_uri`, from its discovery document (OpenID Connect Discovery 1.0). */
const keysOf = async (issuer: string): Promise<string> => {
  const document = await fetchDocument(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = JSON.parse(Buffer.from(document).toString('utf8')) as { issuer?: unknown; jwks_uri?: unknown };
  if (found.issuer !== issuer || typeof found.jwks_uri !== 'string') {
    throw new Error(`the discovery document of ${issuer} is that of ${String(found.issuer)}, or names no keys`);
  }
  return trustworthy(found.jwks_uri).href;
};

/** A token without expiry or subject is invalid. */
const endsAndNames = ({ payload }: { readonly payload: JwtPayload }): void => {
  if (payload.exp === undefined || !payload.sub) throw new FailedAssertionError('exp and sub are required', undefined);
};

const verifierOf = async ({ issuer, audience }: TokenRules) =>
  JwtVerifier.create(
    { issuer, audience, jwksUri: await keysOf(issuer), customJwtCheck: endsAndNames },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchDocument } }) },
  );

/** An invalid key set is no fault of the token. */
const isInvalidToken = (error: unknown): boolean =>
  error instanceof JwtBaseError && !(error instanceof JwksValidationError || error instanceof JwkValidationError);

/**
 * Any OpenID Connect provider. Fetches and caches its keys at the first token; fetches them again for an unknown key, at most
 * every ten seconds.
 */
export const oidcIdentityProvider = (rules: TokenRules): IdentityProvider => {
  let creating: ReturnType<typeof verifierOf> | undefined;
  const verifier = async () => {
    creating ??= verifierOf(rules);
    try {
      return await creating;
    } catch (error) {
      creating = undefined; // The next token retries.
      throw error;
    }
  };
  return {
    subjectOf: async (token) => {
      const { sub } = await (await verifier()).verify(token).catch((error: unknown): Pick<JwtPayload, 'sub'> => {
        if (isInvalidToken(error)) return {};
        throw error;
      });
      return sub;
    },
  };
};
