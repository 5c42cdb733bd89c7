import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { oidcIdentityProvider } from '../../../../../functions/ops/authorizer/identity-provider.oidc.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { audience, type OidcIssuer, startOidcIssuer } from '../../../../support/oidc-issuer.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);

describe('an OpenID Connect provider', () => {
  let issuer: OidcIssuer;
  let other: OidcIssuer;
  beforeAll(async () => {
    [issuer, other] = await Promise.all([startOidcIssuer(), startOidcIssuer()]);
  });
  afterAll(() => Promise.all([issuer.stop(), other.stop()]));
  afterEach(() => {
    issuer.failing = false;
  });

  const provider = () => oidcIdentityProvider({ issuer: issuer.issuer, audience });

  it('returns the subject of its token', async () => {
    expect(await provider().subjectOf(await issuer.token('ada'))).toBe('ada');
  });

  it('serves its keys once, at the first token', async () => {
    const before = issuer.fetches;
    const identities = provider();
    expect(issuer.fetches).toBe(before);
    const tokens = await Promise.all(['ada', 'bob', 'cyd'].map((subject) => issuer.token(subject)));
    expect(await Promise.all(tokens.map((token) => identities.subjectOf(token)))).toEqual(['ada', 'bob', 'cyd']);
    expect(issuer.fetches).toBe(before + 1);
  });

  it.each([
    ['for another audience', { aud: 'another' }],
    ['that has ended', { exp: now() - 10 }],
    ['that never ends', { exp: undefined }],
    ['that has not begun', { nbf: now() + 3600 }],
    ['of another issuer', { iss: 'https://issuer.example' }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
  ])('rejects a token %s', async (_, claims) => {
    // Undefined claims are not in the token.
    expect(await provider().subjectOf(await issuer.token('ada', claims as JWTPayload))).toBeUndefined();
  });

  it('rejects a token that another issuer signed in its name', async () => {
    expect(await provider().subjectOf(await other.token('ada', { iss: issuer.issuer }))).toBeUndefined();
  });

  it('rejects a token that was changed', async () => {
    const [header, payload = '', signature] = (await issuer.token('ada')).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(await provider().subjectOf([header, part({ ...claims, sub: 'bob' }), signature].join('.'))).toBeUndefined();
  });

  it.each(['none', 'HS256'])('rejects a token of algorithm %s', async (alg) => {
    const claims = { iss: issuer.issuer, aud: audience, sub: 'ada', exp: now() + 600 };
    const signed = `${part({ alg, kid: 'key-1' })}.${part(claims)}`;
    const signature = createHmac('sha256', 'key-1').update(signed).digest('base64url');
    expect(await provider().subjectOf(`${signed}.${signature}`)).toBeUndefined();
  });

  it.each(['', 'a.b.c', 'not a token'])('rejects %j', async (token) => {
    expect(await provider().subjectOf(token)).toBeUndefined();
  });

  it('finds a key that was added later', async () => {
    const identities = provider();
    await identities.subjectOf(await issuer.token('ada'));
    await issuer.rotate(true);
    expect(await identities.subjectOf(await issuer.token('bob'))).toBe('bob');
  });

  it('fails as transient while it does not answer, and recovers', async () => {
    const identities = provider();
    const token = await issuer.token('ada');
    issuer.failing = true;
    await expect(identities.subjectOf(token)).rejects.toBeInstanceOf(TransientError);
    issuer.failing = false;
    expect(await identities.subjectOf(token)).toBe('ada');
  });

  it('rejects an unpublished key', async () => {
    await other.rotate(false);
    const identities = oidcIdentityProvider({ issuer: other.issuer, audience });
    expect(await identities.subjectOf(await other.token('ada'))).toBeUndefined();
  });

  it.each(['http://issuer.example', 'http://127.0.0.1.example', 'ftp://127.0.0.1'])(
    '%s is not believed: its keys could be anybody’s',
    async (untrusted) => {
      const identities = oidcIdentityProvider({ issuer: untrusted, audience });
      await expect(identities.subjectOf(await issuer.token('ada'))).rejects.toThrow(
        'neither https nor on this machine',
      );
    },
  );
});
