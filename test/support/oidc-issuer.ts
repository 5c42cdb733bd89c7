import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const audience = 'orderstream-tests';

export interface OidcIssuer {
  /** Its URL, on loopback. */
  readonly issuer: string;
  /** A token for the audience, valid for ten minutes; claims may override it. */
  token(subject: string, claims?: JWTPayload): Promise<string>;
  /** Signs with another key from now on; its public half is served if `published`. */
  rotate(published: boolean): Promise<void>;
  /** Number of fetches of the keys. */
  readonly fetches: number;
  /** Answers 503 to everything while true. */
  failing: boolean;
  stop(): Promise<void>;
}

/** An OpenID Connect provider: a discovery document, a key set, and tokens for every request. */
export const startOidcIssuer = async (): Promise<OidcIssuer> => {
  const published: object[] = [];
  const newKey = async (publish: boolean) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const kid = `key-${published.length + 1}${publish ? '' : '-unpublished'}`;
    if (publish) published.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' });
    return { kid, privateKey };
  };
  let key = await newKey(true);
  let fetches = 0;
  let failing = false;
  const documents: Readonly<Record<string, () => object>> = {
    '/.well-known/openid-configuration': () => ({ issuer, jwks_uri: `${issuer}/keys` }),
    '/keys': () => {
      fetches += 1;
      return { keys: published };
    },
  };
  const server = createServer((request, response) => {
    const document = documents[request.url ?? ''];
    const status = failing ? 503 : document === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 200 ? JSON.stringify(document?.()) : '{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    token: (subject, claims = {}) =>
      new SignJWT({ iss: issuer, aud: audience, sub: subject, exp: Math.floor(Date.now() / 1000) + 600, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid })
        .sign(key.privateKey),
    rotate: async (publish) => {
      key = await newKey(publish);
    },
    get fetches() {
      return fetches;
    },
    get failing() {
      return failing;
    },
    set failing(fails) {
      failing = fails;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
