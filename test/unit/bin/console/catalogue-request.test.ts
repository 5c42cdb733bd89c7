import { describe, expect, it } from 'vitest';
import { catalogueRequest } from '../../../../bin/console/catalogue-request.ts';
import { routes } from '../../../../schemas/routes.ts';

const id = '7f0c7a52-6c2f-5b0e-9a53-0d8a3b0b8d11';

describe('the catalogue of routes', () => {
  it.each(Object.values(routes))('has $method $path', ({ method, path, access }) => {
    const requested = path.replace('{id}', id).replace('{sku}', '85123A');
    expect(catalogueRequest(method, requested)).toEqual({ access, method, path: requested });
  });

  it('prefers a literal path to one with parameters', () => {
    expect(catalogueRequest('GET', '/admin/orders/stuck')).toMatchObject({ path: '/admin/orders/stuck' });
  });

  it('encodes parameters again', () => {
    expect(catalogueRequest('GET', '/admin/inventory/a%2fb%20c')?.path).toBe('/admin/inventory/a%2Fb%20c');
    expect(catalogueRequest('GET', '/admin/inventory/a?b')?.path).toBe('/admin/inventory/a%3Fb');
  });

  it.each([
    ['GET', '/admin/nothing'],
    ['POST', '/admin/orders/stuck'],
    ['GET', '/admin/orders'],
    ['DELETE', `/orders/${id}`],
    ['GET', `/orders/${id}/`],
    ['GET', '//orders'],
    ['GET', `/orders/../admin/orders/stuck`],
    ['GET', '/orders/..'],
    ['GET', '/orders/.'],
    ['GET', '/orders/%2e%2e'],
    ['GET', '/orders/%2E%2e/status'],
    ['GET', '/orders/%2e'],
    ['GET', '/orders/'],
    ['GET', '/orders/%zz'],
    ['GET', 'http://other.example/orders/x'],
  ])('has no %s %s', (method, path) => {
    expect(catalogueRequest(method, path)).toBeUndefined();
  });
});
