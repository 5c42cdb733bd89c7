import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RoutingTable } from '../../../../../localstack/api/definition/routing-table.ts';

const table = (...routes: readonly string[]) =>
  new RoutingTable(
    routes.map((route) => {
      const [httpMethod = '', resourcePath = ''] = route.split(' ');
      return { httpMethod, resourcePath };
    }),
  );

const match = (routes: readonly string[], request: string, order = routes) => {
  const [httpMethod = '', path = ''] = request.split(' ');
  const found = table(...order).match(httpMethod, path);
  return found && `${found.method.httpMethod} ${found.method.resourcePath} ${JSON.stringify(found.pathParameters)}`;
};

describe('choosing a resource', () => {
  const routes = ['GET /orders/{proxy+}', 'GET /orders/{id}', 'GET /orders/export'];

  test.each([
    ['GET /orders/export', 'GET /orders/export {}'],
    ['GET /orders/7', 'GET /orders/{id} {"id":"7"}'],
    ['GET /orders/7/lines', 'GET /orders/{proxy+} {"proxy":"7/lines"}'],
  ])('B1 %s: literal before {param} before {proxy+}, whatever the order of definition', (request, expected) => {
    expect(match(routes, request)).toBe(expected);
    expect(match(routes, request, routes.toReversed())).toBe(expected);
  });

  test.each([
    ['OPTIONS /test', ['POST /test', 'ANY /{proxy+}'], 'ANY /{proxy+} {"proxy":"test"}'],
    ['GET /part1/x', ['GET /part1', 'ANY /{proxy+}'], 'ANY /{proxy+} {"proxy":"part1/x"}'],
  ])('B2 %s falls back to the greedy resource that fits', (request, declared, expected) => {
    expect(match(declared, request)).toBe(expected);
  });

  test('B3 the exact method comes before ANY', () => {
    expect(match(['ANY /a', 'GET /a'], 'GET /a')).toBe('GET /a {}');
    expect(match(['ANY /a', 'GET /a'], 'PUT /a')).toBe('ANY /a {}');
  });

  test.each(['TRACE', 'CONNECT', 'get'])('B3 ANY does not stand for %s', (httpMethod) => {
    expect(match(['ANY /a'], `${httpMethod} /a`)).toBeUndefined();
  });

  test('B4 GET does not answer HEAD, ANY does', () => {
    expect(match(['GET /a'], 'HEAD /a')).toBeUndefined();
    expect(match(['ANY /a'], 'HEAD /a')).toBe('ANY /a {}');
  });

  test('B5 a greedy parameter matches at least one segment; its parent needs a method of its own', () => {
    expect(match(['ANY /{proxy+}'], 'GET /')).toBeUndefined();
    expect(match(['ANY /{proxy+}', 'GET /'], 'GET /')).toBe('GET / {}');
    expect(match(['ANY /a/{proxy+}'], 'GET /a')).toBeUndefined();
  });

  test('B5 a greedy parameter must be last', () => {
    expect(() => table('GET /{proxy+}/x')).toThrow('/{proxy+}/x');
  });

  test('B6 nothing fits: no match', () => {
    expect(match(['GET /orders'], 'GET /order')).toBeUndefined();
    expect(match(['GET /orders'], 'DELETE /orders')).toBeUndefined();
    expect(match(['GET /orders/{id}'], 'GET /orders//')).toBeUndefined();
  });

  test('A7 a slash at the end is ignored', () => {
    expect(match(['GET /orders/{id}'], 'GET /orders/7/')).toBe('GET /orders/{id} {"id":"7"}');
    expect(match(['GET /{proxy+}'], 'GET /a/b/')).toBe('GET /{proxy+} {"proxy":"a/b"}');
  });

  test.each(['a%2Bb', 'a+b', 'a%20b'])('A8 %s stays as sent in a parameter', (value) => {
    expect(match(['GET /{proxy+}'], `GET /${value}`)).toBe(`GET /{proxy+} {"proxy":"${value}"}`);
  });
});

const segment = fc.constantFrom('a', 'b', '{p}', '{q+}');
const template = fc
  .array(segment, { maxLength: 4 })
  .map((segments) => segments.slice(0, segments.includes('{q+}') ? segments.indexOf('{q+}') + 1 : undefined))
  .map((segments) => `/${segments.join('/')}`);
const routes = fc.uniqueArray(
  fc.record({ httpMethod: fc.constantFrom('GET', 'POST', 'ANY'), resourcePath: template }),
  { selector: ({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}` },
);
const path = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);

/** The routes that fit, by trying each one alone; then by rank of their segments from the left. */
function expected(
  declared: readonly { httpMethod: string; resourcePath: string }[],
  httpMethod: string,
  requestPath: string,
): string | undefined {
  const fits = declared.filter((route) => {
    const pattern = route.resourcePath.replace(/\{q\+\}/, '.+').replaceAll('{p}', '[^/]+');
    return [httpMethod, 'ANY'].includes(route.httpMethod) && new RegExp(`^${pattern}$`).test(requestPath);
  });
  const rank = (route: { httpMethod: string; resourcePath: string }) =>
    route.resourcePath
      .split('/')
      .map((part) => (part === '{q+}' ? 3 : part === '{p}' ? 2 : 1))
      .join('') + (route.httpMethod === 'ANY' ? 'b' : 'a');
  const best = fits.toSorted((left, right) => (rank(left) < rank(right) ? -1 : 1))[0];
  return best && `${best.httpMethod} ${best.resourcePath}`;
}

test('B1 B2 B3 always the most specific of the routes that fit, in any order of definition', () => {
  fc.assert(
    fc.property(routes, fc.constantFrom('GET', 'POST', 'PUT'), path, (declared, httpMethod, requestPath) => {
      const found = new RoutingTable(declared).match(httpMethod, requestPath)?.method;
      expect(found && `${found.httpMethod} ${found.resourcePath}`).toBe(expected(declared, httpMethod, requestPath));
    }),
    { numRuns: 2000 },
  );
});
