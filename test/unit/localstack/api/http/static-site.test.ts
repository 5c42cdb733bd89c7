import { describe, expect, it } from 'vitest';
import { StaticSite } from '../../../../../localstack/api/http/static-site.ts';

const page = { contentType: 'text/html; charset=utf-8', body: '<p>orders</p>' };
const site = new StaticSite(
  'docs',
  new Map([
    ['index.html', page],
    ['page.css', { contentType: 'text/css', body: 'p {}' }],
  ]),
);

describe('a static site', () => {
  it.each([
    ['/docs/', page.body],
    ['/docs/index.html', page.body],
    ['/docs/page.css', 'p {}'],
  ])('answers %s with its file', (path, body) => {
    expect(site.answer({ method: 'GET', path })).toMatchObject({ status: 200, body });
  });

  it('redirects its name to its folder, which relative links start from', () => {
    expect(site.answer({ method: 'GET', path: '/docs' })).toMatchObject({
      status: 308,
      headers: expect.arrayContaining([['Location', '/docs/']]),
    });
  });

  it.each(['/docs/none.html', '/docs/../package.json', '/docs/%2e%2e/package.json', '/docs//page.css'])(
    'has no file %s',
    (path) => {
      expect(site.answer({ method: 'GET', path })).toMatchObject({ status: 404 });
    },
  );

  it.each(['POST', 'PUT', 'DELETE'])('refuses %s', (method) => {
    expect(site.answer({ method, path: '/docs/' })).toMatchObject({
      status: 405,
      headers: expect.arrayContaining([['Allow', 'GET, HEAD']]),
    });
  });

  it.each(['/', '/v1/orders', '/docsearch', '/v1/docs/'])('leaves %s to the API', (path) => {
    expect(site.answer({ method: 'GET', path })).toBeUndefined();
  });
});
