import { beforeEach, describe, expect, test } from 'vitest';
import type { HeaderLine } from '../../../../../localstack/api/http/http-message.ts';
import type { IamIdentity } from '../../../../../localstack/iam/identities.ts';
import { type RequestToSign, signedHeaders } from '../../../../support/api/signed-request.ts';
import { method, type RequestOptions, summary, TestGateway } from '../../../../support/api/test-gateway.ts';

const arn = 'arn:aws:execute-api:eu-west-1:123456789012:puhdx84jy9/prod';
const policy = (resource: string, effect = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
});

let gateway: TestGateway;
let operator: IamIdentity;

beforeEach(() => {
  gateway = new TestGateway({
    methods: [
      method('ANY', '/admin/{proxy+}', { authorization: { type: 'AWS_IAM' } }),
      method('GET', '/other', { authorization: { type: 'AWS_IAM' } }),
    ],
  });
  gateway.identities.addPolicy('operators', policy(`${arn}/*/admin/*`));
  operator = gateway.identities.addUser('operator', ['operators']);
});

const sign = (more: Partial<RequestToSign> = {}) =>
  signedHeaders({
    method: 'GET',
    path: '/prod/admin/orders',
    at: gateway.now,
    accessKeyId: operator.accessKeyId,
    secretAccessKey: operator.secretAccessKey,
    ...more,
  });

const send = async (
  headers: readonly HeaderLine[],
  {
    httpMethod = 'GET',
    path = '/prod/admin/orders',
    ...options
  }: RequestOptions & { httpMethod?: string; path?: string } = {},
) => summary(await gateway.send(httpMethod, path, { ...options, headers }));

const mismatch = {
  status: 403,
  errorType: 'InvalidSignatureException',
  body: expect.stringContaining('The request signature we calculated does not match the signature you provided'),
};

describe('a request signed by an identity that may', () => {
  test('reaches the function, which gets the identity and not the signature', async () => {
    const event = await gateway.eventOf('GET', '/prod/admin/orders', { headers: await sign() });
    expect(event).toMatchObject({
      requestContext: {
        identity: {
          accountId: '123456789012',
          accessKey: operator.accessKeyId,
          userArn: 'arn:aws:iam::123456789012:user/operator',
          caller: operator.userId,
          user: operator.userId,
        },
      },
    });
    expect(event['headers']).not.toHaveProperty('Authorization');
    expect(event['requestContext']).not.toHaveProperty('authorizer');
  });

  test.each([
    ['a body', { method: 'POST', body: '{"a":"é"}' }, { httpMethod: 'POST', body: '{"a":"é"}' }],
    ['a body and its hash', { method: 'POST', body: '{}', checksum: true }, { httpMethod: 'POST', body: '{}' }],
    ['a query', { query: { b: ['2', '1'], a: 'x y&é' } }, { query: 'b=2&b=1&a=x%20y%26%C3%A9' }],
    ['an escaped path', { path: '/prod/admin/a%20b' }, { path: '/prod/admin/a%20b' }],
    ['a slash at the end', { path: '/prod/admin/a/' }, { path: '/prod/admin/a/' }],
  ])('is accepted with %s', async (_, signed, sent) => {
    expect(await send(await sign(signed), sent)).toMatchObject({ status: 200 });
  });

  test('is accepted up to five minutes before and after its time', async () => {
    const headers = await sign();
    gateway.now += 5 * 60_000 - 1_000;
    expect(await send(headers)).toMatchObject({ status: 200 });
    gateway.now -= 2 * (5 * 60_000 - 1_000);
    expect(await send(headers)).toMatchObject({ status: 200 });
  });
});

describe('D8 the signature covers', () => {
  test.each([
    ['the method', {}, { httpMethod: 'DELETE' }],
    ['the path', {}, { path: '/prod/admin/stock' }],
    ['the query', { query: { limit: '1' } }, { query: 'limit=2' }],
    ['that there is no query', {}, { query: 'limit=2' }],
    ['the body', { method: 'POST', body: '{"qty":1}' }, { httpMethod: 'POST', body: '{"qty":9}' }],
    ['the body behind its hash', { method: 'POST', body: '{}', checksum: true }, { httpMethod: 'POST', body: '[]' }],
    [
      'the body behind an empty hash',
      { method: 'POST', body: '{}', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      { httpMethod: 'POST', body: '{}' },
    ],
  ])('%s', async (_, signed, sent) => {
    expect(await send(await sign(signed), sent)).toMatchObject(mismatch);
    expect(gateway.functions.calls).toEqual([]);
  });

  test('signed headers', async () => {
    const headers = await sign({ headers: { 'x-reason': 'a' } });
    expect(await send(headers)).toMatchObject({ status: 200 });
    expect(await send(headers.map(([name, value]) => [name, name === 'x-reason' ? 'b' : value]))).toMatchObject(
      mismatch,
    );
    expect(await send(headers.filter(([name]) => name !== 'x-reason'))).toMatchObject(mismatch);
  });

  test('its date', async () => {
    const later = new Date(gateway.now + 1_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    const headers = (await sign()).map(
      ([name, value]): HeaderLine => [name, name === 'x-amz-date' ? `${later}Z` : value],
    );
    expect(await send(headers)).toMatchObject(mismatch);
  });

  test('the secret', async () => {
    expect(await send(await sign({ secretAccessKey: 'guess' }))).toMatchObject(mismatch);
  });
});

describe('D8 refused', () => {
  const replaced = (headers: readonly HeaderLine[], change: (authorization: string) => string): readonly HeaderLine[] =>
    headers.map(([name, value]) => [name, name === 'authorization' ? change(value) : value]);

  test('unsigned: Missing Authentication Token', async () => {
    expect(await send([])).toEqual({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      errorType: 'MissingAuthenticationTokenException',
    });
  });

  test('another kind of Authorization', async () => {
    expect(await send([['Authorization', 'Bearer t']])).toEqual({
      status: 403,
      body: `{"message":"'Bearer' not a valid key=value pair (missing equal-sign) in Authorization header."}`,
      errorType: 'IncompleteSignatureException',
    });
  });

  test('a signature of which parts are missing', async () => {
    expect(await send([['Authorization', 'AWS4-HMAC-SHA256 Credential=a/b']])).toEqual({
      status: 403,
      body: `{"message":"Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."}`,
      errorType: 'IncompleteSignatureException',
    });
  });

  test('a credential without its scope', async () => {
    const headers = replaced(await sign(), (value) => value.replace(/Credential=[^,]+/, 'Credential=AKIA/x'));
    expect(await send(headers)).toMatchObject({ errorType: 'IncompleteSignatureException' });
  });

  test.each([
    ['an unknown key', {}, { accessKeyId: 'AKIAUNKNOWN' }],
    ['an unknown session', { headers: { 'x-amz-security-token': 't' } }, {}],
  ])('%s', async (_, signed, more) => {
    expect(await send(await sign({ ...signed, ...more }))).toEqual({
      status: 403,
      body: '{"message":"The security token included in the request is invalid."}',
      errorType: 'UnrecognizedClientException',
    });
  });

  test.each([
    ['another region', { region: 'us-east-1' }, 'Credential should be scoped to a valid region.'],
    ['another service', { service: 'dynamodb' }, "Credential should be scoped to correct service: 'execute-api'."],
  ])('scoped to %s', async (_, signed, message) => {
    expect(await send(await sign(signed))).toEqual({
      status: 403,
      body: JSON.stringify({ message }),
      errorType: 'InvalidSignatureException',
    });
  });

  test('scoped to another day', async () => {
    const headers = replaced(await sign(), (value) => value.replace('/20240617/', '/20240616/'));
    expect((await send(headers)).body).toContain('Date in Credential scope does not match');
  });

  test('without the host', async () => {
    const headers = replaced(await sign(), (value) => value.replace('SignedHeaders=host;', 'SignedHeaders='));
    expect((await send(headers)).body).toContain("'Host' must be a 'SignedHeader'");
  });

  test('more than five minutes old', async () => {
    const headers = await sign();
    gateway.now += 5 * 60_000 + 1_000;
    expect(await send(headers)).toEqual({
      status: 403,
      body: '{"message":"Signature expired: 20240617T144813Z is now earlier than 20240617T144814Z (20240617T145314Z - 5 min.)"}',
      errorType: 'InvalidSignatureException',
    });
  });

  test('more than five minutes ahead', async () => {
    const headers = await sign({ at: gateway.now + 5 * 60_000 + 1_000 });
    expect((await send(headers)).body).toContain('Signature not yet current: 20240617T145314Z is still later than');
  });
});

describe('D8 policies decide', () => {
  const notAllowed = (resource: string, why = '') => ({
    status: 403,
    body: JSON.stringify({
      message: `User: arn:aws:iam::123456789012:user/operator is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:puhdx84jy9/prod/${resource}${why}`,
    }),
    errorType: 'AccessDeniedException',
  });

  test('what no policy allows is refused', async () => {
    const path = '/prod/other';
    expect(await send(await sign({ path }), { path })).toEqual(notAllowed('GET/other'));
  });

  test('an identity without policies may nothing', async () => {
    const { accessKeyId, secretAccessKey } = gateway.identities.addUser('guest', []);
    expect((await send(await sign({ accessKeyId, secretAccessKey }))).body).toContain('user/guest is not authorized');
  });

  test('Deny wins', async () => {
    gateway.identities.addPolicy('no-orders', policy(`${arn}/GET/admin/orders`, 'Deny'));
    const { accessKeyId, secretAccessKey } = gateway.identities.addUser('operator', ['operators', 'no-orders']);
    const headers = await sign({ accessKeyId, secretAccessKey });
    expect(await send(headers)).toEqual(notAllowed('GET/admin/orders', ' with an explicit deny'));
  });

  test('an overridden method needs its own right', async () => {
    gateway.identities.addPolicy('reads', policy(`${arn}/GET/admin/*`));
    const { accessKeyId, secretAccessKey } = gateway.identities.addUser('reader', ['reads']);
    const headers = await sign({ accessKeyId, secretAccessKey });
    expect(await send(headers)).toMatchObject({ status: 200 });
    const overridden = await send([...headers, ['X-HTTP-Method-Override', 'POST']]);
    expect(overridden).toMatchObject({ status: 403, errorType: 'AccessDeniedException' });
  });
});
