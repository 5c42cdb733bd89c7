import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerValue } from '../../../../../localstack/api/http/http-message.ts';
import { proxyAnswer } from '../../../../../localstack/api/integration/proxy-response.ts';

const answer = (result: unknown, accept?: string, binary: readonly string[] = []) =>
  proxyAnswer(JSON.stringify(result), accept, binary);
const problem = (type: string) => expect.objectContaining({ type });

describe('the result’s form', () => {
  test('C1 every key is optional', () => {
    expect(answer({ headers: { a: 'b' } })).toMatchObject({ status: 200, body: '' });
    expect(answer({})).toMatchObject({ status: 200, body: '' });
  });

  test('C1 any other key is malformed', () => {
    expect(() => answer({ statusCode: 200, cookies: [] })).toThrow(problem('DEFAULT_5XX'));
  });

  test.each([
    ['a bare string', 'hello'],
    ['null', null],
    ['a list', []],
    ['a status that is not a number', { statusCode: 'ok' }],
    ['a multi-value header that is not a list', { multiValueHeaders: { a: 'b' } }],
    ['a body that is not text', { body: { a: 1 } }],
    ['a header no client could read', { headers: { 'a b': 'c' } }],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }],
    ['a status HTTP does not have', { statusCode: 999 }],
  ])('C2 %s is malformed', (_, result) => {
    expect(() => answer(result)).toThrow(problem('DEFAULT_5XX'));
  });

  test('C2 a status in a string and null headers are fine', () => {
    expect(answer({ statusCode: '201', headers: null })).toMatchObject({ status: 201 });
  });
});

describe('headers', () => {
  test('C4 true becomes text; numbers are malformed', () => {
    expect(headerValue(answer({ headers: { a: true } }).headers, 'a')).toBe('true');
    expect(() => answer({ headers: { a: 1 } })).toThrow(problem('DEFAULT_5XX'));
  });

  test('C5 both maps merge: multi values first, in their casing, a pair in both once', () => {
    const { headers } = answer({
      headers: { 'x-tag': 'b', 'X-One': '1', Vary: 'Accept' },
      multiValueHeaders: { 'X-Tag': ['a', 'c'], vary: ['Accept'] },
    });
    expect(headers).toEqual([
      ['Content-Type', 'application/json'],
      ['X-Tag', 'a'],
      ['X-Tag', 'c'],
      ['vary', 'Accept'],
      ['X-Tag', 'b'],
      ['X-One', '1'],
    ]);
  });

  test('C6 the content type is JSON unless the function sets another', () => {
    expect(headerValue(answer({ body: 'x' }).headers, 'content-type')).toBe('application/json');
    const own = answer({ headers: { 'content-type': 'text/plain' } });
    expect(own.headers).toEqual([['content-type', 'text/plain']]);
  });

  test.each(['Connection', 'Content-Length', 'Date', 'Server', 'WWW-Authenticate'])('C9 %s is remapped', (name) => {
    const { headers } = answer({ headers: { [name]: 'x' } });
    expect(headerValue(headers, name)).toBeUndefined();
    expect(headers).toContainEqual([`x-amzn-Remapped-${name}`, 'x']);
  });

  test('C9 Transfer-Encoding is dropped', () => {
    expect(answer({ headers: { 'transfer-encoding': 'chunked', 'Content-Type': 'a/b' } }).headers).toEqual([
      ['Content-Type', 'a/b'],
    ]);
  });
});

describe('binary bodies', () => {
  const body = Buffer.from([0xff, 0x00, 0x80]).toString('base64');

  test.each([
    ['image/png', 'image/png', true],
    ['image/png, text/html', 'image/*', true],
    ['text/html, image/png', 'image/png', false],
    ['image/png', '*/png', false],
    ['application/json', '*/*', true],
  ])('C7 Accept %s and binary type %s: decoded is %s', (accept, pattern, decoded) => {
    const result = answer({ isBase64Encoded: true, body }, accept, [pattern]);
    expect(result.body).toEqual(decoded ? Buffer.from([0xff, 0x00, 0x80]) : body);
  });

  test('C8 base64 that does not decode is a server error', () => {
    expect(() => answer({ isBase64Encoded: true, body: '*not base64*' }, 'a/b', ['*/*'])).toThrow(
      problem('API_CONFIGURATION_ERROR'),
    );
  });

  test('C7 C8 any bytes arrive as the function encoded them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        const result = answer({ isBase64Encoded: true, body: text }, 'a/b', ['*/*']);
        expect(Buffer.from(result.body)).toEqual(Buffer.from(bytes));
      }),
    );
  });
});

test('C1 C2 any JSON is either an answer or malformed, never another error', () => {
  fc.assert(
    fc.property(fc.json(), (payload) => {
      try {
        expect(proxyAnswer(payload, undefined, []).status).toBeGreaterThanOrEqual(200);
      } catch (error) {
        expect(error).toMatchObject({ name: 'GatewayProblem' });
      }
    }),
  );
});
