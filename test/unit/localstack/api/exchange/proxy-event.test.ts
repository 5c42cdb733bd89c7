import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { method, TestGateway } from '../../../../support/api/test-gateway.ts';

const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../../support/aws-events/apigw-rest-${name}.json`, import.meta.url), 'utf8'));

/** A value's shape: keys and types all the way down; header names and values are the client's, so they do not count. */
function shape(value: unknown, name = ''): unknown {
  if (name === 'headers' || name === 'multiValueHeaders') return typeof value;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, shape(inner, key)]),
  );
}

const client = [
  ['Host', 'puhdx84jy9.execute-api.eu-west-1.amazonaws.com'],
  ['User-Agent', 'HTTPie/3.2.2'],
  ['Accept', '*/*'],
] as const;

describe('the event as recorded on AWS', () => {
  const gateway = new TestGateway({ methods: [method('POST', '/no-auth', { resourceId: '3nq1cq' })] });

  test('A1 A2 A3 A4 has exactly the keys and types of the sample', async () => {
    const event = await gateway.eventOf('POST', '/prod/no-auth', { headers: client });
    expect(shape(event)).toEqual(shape(sample('no-auth')));
  });

  test('A3 A5 equals the sample but for its random ids and headers of edge-optimised APIs', async () => {
    const event = await gateway.eventOf('POST', '/prod/no-auth', { headers: client });
    const recorded = sample('no-auth');
    const random = { requestId: expect.any(String), extendedRequestId: expect.any(String) };
    expect(event).toEqual({
      ...recorded,
      headers: expect.any(Object),
      multiValueHeaders: expect.any(Object),
      requestContext: { ...(recorded['requestContext'] as object), ...random },
    });
  });

  test('A3 the request id is a UUID', async () => {
    const event = await gateway.eventOf('POST', '/prod/no-auth');
    expect(event['requestContext']).toMatchObject({
      requestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  test('A2 no query, path parameter, stage variable or body: null', async () => {
    expect(await gateway.eventOf('POST', '/prod/no-auth')).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
    });
  });
});

describe('paths', () => {
  const gateway = new TestGateway({ methods: [method('GET', '/orders/{id}'), method('ANY', '/{proxy+}')] });

  test('A5 path is without, requestContext.path with the stage; resource is the template', async () => {
    expect(await gateway.eventOf('GET', '/prod/orders/7')).toMatchObject({
      path: '/orders/7',
      resource: '/orders/{id}',
      pathParameters: { id: '7' },
      requestContext: { path: '/prod/orders/7', resourcePath: '/orders/{id}', resourceId: 'id-of-/orders/{id}' },
    });
  });

  test('A6 slashes before the first segment collapse, those inside stay', async () => {
    expect(await gateway.eventOf('GET', '/prod///a//b')).toMatchObject({
      path: '/a//b',
      pathParameters: { proxy: 'a//b' },
      requestContext: { path: '/prod///a//b' },
    });
  });

  test('A7 a slash at the end stays in path, not in the parameter', async () => {
    const event = await gateway.eventOf('GET', '/prod/orders/7/');
    expect(event).toMatchObject({ path: '/orders/7/', pathParameters: { id: '7' } });
  });

  test.each(['a%2Bb', 'a+b'])('A8 a greedy parameter arrives undecoded: %s', async (value) => {
    expect(await gateway.eventOf('GET', `/prod/${value}`)).toMatchObject({ pathParameters: { proxy: value } });
  });
});

describe('query', () => {
  const gateway = new TestGateway();
  const query = async (text: string) => {
    const event = await gateway.eventOf('GET', '/prod/x', { query: text });
    return [event['queryStringParameters'], event['multiValueQueryStringParameters']];
  };

  test('A9 values are decoded, the last one is the single value', async () => {
    expect(await query('category=a&category=b')).toEqual([{ category: 'b' }, { category: ['a', 'b'] }]);
    expect(await query('a%20b=%2B+%C3%A9')).toEqual([{ 'a b': '+ é' }, { 'a b': ['+ é'] }]);
  });

  test('A9 a name without a value, and a percent sign that is no escape', async () => {
    expect(await query('a&b=&c=100%')).toEqual([
      { a: '', b: '', c: '100%' },
      { a: [''], b: [''], c: ['100%'] },
    ]);
  });

  test('F4 a semicolon separates', async () => {
    expect((await query('a=1;b=2'))[0]).toEqual({ a: '1', b: '2' });
  });

  test('A9 what a client encodes arrives, whatever it is', async () => {
    const pairs = fc.array(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(pairs, async (sent) => {
        const [single, multi] = await query(new URLSearchParams(sent).toString());
        const names = new Set(sent.map(([name]) => name));
        expect(new Set(Object.keys(multi as object))).toEqual(names);
        for (const name of names) {
          const values = sent.filter(([other]) => other === name).map(([, value]) => value);
          expect(Object.getOwnPropertyDescriptor(multi, name)?.value).toEqual(values);
          expect(Object.getOwnPropertyDescriptor(single, name)?.value).toEqual(values.at(-1));
        }
      }),
    );
  });
});

describe('headers', () => {
  const gateway = new TestGateway();
  const headers = async (...lines: readonly (readonly [string, string])[]) => {
    const event = await gateway.eventOf('GET', '/prod/x', { headers: lines });
    return {
      single: event['headers'] as Record<string, string>,
      multi: event['multiValueHeaders'] as Record<string, string[]>,
    };
  };

  test('A10 repeated: the last in the single map, all in the other', async () => {
    const { single, multi } = await headers(['X-Tag', 'a'], ['X-Tag', 'b']);
    expect(single['X-Tag']).toBe('b');
    expect(multi['X-Tag']).toEqual(['a', 'b']);
  });

  test('A11 names keep the client’s casing, but for two', async () => {
    const { single } = await headers(['x-LOWER', '1'], ['authorization', 'Bearer t'], ['user-agent', 'u']);
    expect(single).toMatchObject({ 'x-LOWER': '1', Authorization: 'Bearer t', 'User-Agent': 'u' });
  });

  test.each([
    'Connection',
    'Content-Length',
    'Content-MD5',
    'Expect',
    'Max-Forwards',
    'Proxy-Authenticate',
    'Server',
    'TE',
    'Transfer-Encoding',
    'Trailer',
    'Upgrade',
    'WWW-Authenticate',
  ])('A12 %s never reaches the function', async (name) => {
    const { single, multi } = await headers([name, 'x'], ['X-Other', 'y']);
    expect(Object.keys(single)).not.toContain(name);
    expect(Object.keys(multi)).not.toContain(name);
    expect(single['X-Other']).toBe('y');
  });

  test('A12 nor does an Authorization that is a signature', async () => {
    const { single } = await headers(['Authorization', 'AWS4-HMAC-SHA256 Credential=a/b, Signature=c']);
    expect(single['Authorization']).toBeUndefined();
  });

  test('A13 the gateway adds who called, how, and a trace', async () => {
    const { single } = await headers(['host', '127.0.0.1:4567'], ['X-Forwarded-For', '10.0.0.9']);
    expect(single).toEqual({
      Host: '127.0.0.1:4567',
      'X-Forwarded-For': '10.0.0.9, 15.248.3.126',
      'X-Forwarded-Port': '4567',
      'X-Forwarded-Proto': 'http',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-66704cad-[0-9a-f]{24}$/),
    });
  });

  const root = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8';

  test('A14 an incoming trace keeps its root, and gets a parent', async () => {
    const { single } = await headers(['x-amzn-trace-id', root]);
    expect(single['X-Amzn-Trace-Id']).toMatch(new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=0$`));
  });

  test('A14 an incoming parent is kept', async () => {
    const complete = `${root};Parent=7fa8c0f79203be72;Sampled=1`;
    expect((await headers(['X-Amzn-Trace-Id', complete])).single['X-Amzn-Trace-Id']).toBe(complete);
  });
});

describe('body', () => {
  const event = (binaryMediaTypes: readonly string[], contentType: string, body: Buffer | string) =>
    new TestGateway({ api: { binaryMediaTypes } }).eventOf('POST', '/prod/x', {
      headers: [['content-type', contentType]],
      body,
    });

  test('A15 is the raw text', async () => {
    expect(await event([], 'application/json', '{ "a": "é" }')).toMatchObject({
      body: '{ "a": "é" }',
      isBase64Encoded: false,
    });
  });

  test.each([
    ['image/png', 'image/png', true],
    ['image/*', 'image/PNG; q=1', true],
    ['*/*', 'application/json', true],
    ['*/png', 'image/png', false],
    ['image/png', 'image/pngx', false],
  ])('A15 binary type %s and content type %s: base64 is %s', async (pattern, contentType, base64) => {
    const body = Buffer.from([0x41, 0xc3, 0xa9]);
    expect(await event([pattern], contentType, body)).toMatchObject({
      isBase64Encoded: base64,
      body: base64 ? body.toString('base64') : 'Aé',
    });
  });

  test('A2 A15 no body is null, also where everything is binary', async () => {
    expect(await event(['*/*'], 'image/png', '')).toMatchObject({ body: null, isBase64Encoded: false });
  });
});

test('F2 stage variables are in the event, and choose the function', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own syntax
  const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:orders-${stageVariables.colour}';
  const gateway = new TestGateway({
    methods: [method('GET', '/a', { integration: { type: 'AWS_PROXY', functionArn, timeoutMs: 1000 } })],
    stage: { variables: { colour: 'blue' } },
  });
  expect(await gateway.eventOf('GET', '/prod/a')).toMatchObject({ stageVariables: { colour: 'blue' } });
  expect(gateway.functions.calls[0]?.functionArn).toBe('arn:aws:lambda:eu-west-1:000000000000:function:orders-blue');
});
