import { type HttpChange, operation, placed } from './http-change.ts';

/** Breaks in the routes and their credentials, one of each kind. */
export const breaksOfRoutes: readonly HttpChange[] = [
  {
    name: 'a route is dropped',
    edit: (d) => Reflect.deleteProperty(d.paths, '/orders/{id}/cancel'),
    breach: 'the API: the route POST /orders/{id}/cancel is gone: a client relies on it',
  },
  {
    name: 'a route has another method',
    edit: (d) => {
      d.paths['/health'] = { post: d.paths['/health'].get };
    },
    breach: 'the API: the route GET /health is gone: a client relies on it',
  },
  {
    name: 'a route has another operationId',
    edit: (d) => {
      placed(d).operationId = 'createOrder';
    },
    breach: 'POST /orders: its operationId, by which a client calls it, was placeOrder',
  },
  {
    name: 'API keys let in no more',
    edit: (d) => {
      placed(d).security = [{ token: [] }];
    },
    breach: 'POST /orders: {"apiKey":{"type":"apiKey","in":"header","name":"x-api-key"}} lets a client in no more',
  },
  {
    name: 'the API key is in another header',
    edit: (d) => {
      d.components.securitySchemes.apiKey.name = 'api-key';
    },
    breach: 'POST /orders: {"apiKey":{"type":"apiKey","in":"header","name":"x-api-key"}} lets a client in no more',
  },
  {
    name: 'a public route asks for credentials',
    edit: (d) => {
      operation(d, 'get', '/health').security = [{ token: [] }];
    },
    breach: 'GET /health: a client sends no credentials, which are required',
  },
];
