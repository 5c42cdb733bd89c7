import { expect, test } from 'vitest';
import { ApiDraft } from '../../../../../localstack/api/definition/api-draft.ts';
import { method } from '../../../../support/api/test-gateway.ts';

const draft = () =>
  new ApiDraft(
    { id: 'api', accountId: '000000000000', region: 'eu-west-1', binaryMediaTypes: [], apiKeySource: 'HEADER' },
    'root',
  );

test('a deployment is a snapshot: what is declared after it is not served', () => {
  const api = draft();
  api.addMethod(method('GET', '/early'));
  const deployment = api.deploy('d');
  api.addMethod(method('GET', '/late'));
  api.gatewayResponses.set('DEFAULT_4XX', { responseType: 'DEFAULT_4XX', templates: {}, headers: {} });
  expect(deployment.routes.match('GET', '/early')).toBeDefined();
  expect(deployment.routes.match('GET', '/late')).toBeUndefined();
  expect(deployment.gatewayResponses.size).toBe(0);
});

test('paths grow from parent to child', () => {
  const api = draft();
  api.addResource('orders', 'root', 'orders');
  api.addResource('order', 'orders', '{id}');
  expect(api.pathOf('order')).toBe('/orders/{id}');
  expect(() => api.addResource('x', 'nothing', 'x')).toThrow('no resource nothing');
});

test.each(['ping', 'sping'])('F4 /%s is reserved, further down it is not', (name) => {
  const api = draft();
  expect(() => api.addResource('health', 'root', name)).toThrow(`/${name} is reserved`);
  api.addResource('orders', 'root', 'orders');
  api.addResource('order', 'orders', name);
  expect(api.pathOf('order')).toBe(`/orders/${name}`);
});
