import { type HttpChange, operation, placed, schema } from './http-change.ts';

const order = 'POST /orders, request application/json';

/** Breaks in what the API takes, one of each kind. */
export const breaksOfRequests: readonly HttpChange[] = [
  {
    name: 'a request needs a new field',
    edit: (d) => {
      const { properties, required } = schema(d, 'PlaceOrderRequest');
      properties.country = { type: 'string' };
      required.push('country');
    },
    breach: `${order}: /country is required by the API, and a client may leave it out`,
  },
  {
    name: 'an optional field of a request becomes required',
    edit: (d) => schema(d, 'PlaceOrderRequest').required.push('email'),
    breach: `${order}: /email is required by the API, and a client may leave it out`,
  },
  {
    name: 'a field within a list of a request becomes required',
    edit: (d) => {
      const { properties, required } = schema(d, 'PlaceOrderRequest').properties.items.items;
      properties.note = { type: 'string' };
      required.push('note');
    },
    breach: `${order}: /items/*/note is required by the API, and a client may leave it out`,
  },
  {
    name: 'a closed request loses an optional field',
    edit: (d) => Reflect.deleteProperty(schema(d, 'PlaceOrderRequest').properties, 'phone'),
    breach: `${order}: /phone the API takes no such field, and a client may write it`,
  },
  {
    name: 'a field of a request has a narrower pattern',
    edit: (d) => {
      schema(d, 'PaymentToken').pattern = '^tok_[a-z]+$';
    },
    breach: `${order}: /payment_token "pattern" is "^tok_[a-z]+$" in the API and "^[A-Za-z0-9_.-]+$" in a client, which this check cannot compare`,
  },
  {
    name: 'a field of a request has a format',
    edit: (d) => {
      schema(d, 'PaymentToken').format = 'uuid';
    },
    breach: `${order}: /payment_token "format" is "uuid" in the API and nothing in a client: it refuses more`,
  },
  {
    name: 'a field of a request gets shorter',
    edit: (d) => {
      schema(d, 'PaymentToken').maxLength = 64;
    },
    breach: `${order}: /payment_token "maxLength" is 64 in the API and 256 in a client: it refuses more`,
  },
  {
    name: 'a number of a request has a closer bound',
    edit: (d) => {
      schema(d, 'Quantity').minimum = 2;
    },
    breach: `${order}: /items/*/qty "minimum" is 2 in the API and 1 in a client: it refuses more`,
  },
  {
    name: 'a list of a request gets shorter',
    edit: (d) => {
      schema(d, 'PlaceOrderRequest').properties.items.maxItems = 100;
    },
    breach: `${order}: /items "maxItems" is 100 in the API and 2000 in a client: it refuses more`,
  },
  {
    name: 'a field of a request loses a value',
    edit: (d) => schema(d, 'TopicName').enum.pop(),
    breach:
      'POST /admin/dead-letters/replay, request application/json: /topic the API does not take "orders.audit", which a client may write',
  },
  {
    name: 'text of a request becomes a closed list',
    edit: (d) => {
      schema(d, 'PaymentToken').enum = ['tok_a', 'tok_b'];
    },
    breach: `${order}: /payment_token the API takes nothing but "tok_a", "tok_b"; a client may write others`,
  },
  {
    name: 'a field of a request has another type',
    edit: (d) => {
      schema(d, 'Quantity').type = 'string';
    },
    breach: `${order}: /items/*/qty the API does not take integer, which a client may write`,
  },
  {
    name: 'a request becomes required',
    edit: (d) => {
      operation(d, 'post', '/orders/{id}/cancel').requestBody.required = true;
    },
    breach: 'POST /orders/{id}/cancel: the request body is required, and a client may leave it out',
  },
  {
    name: 'a request has another media type',
    edit: (d) => {
      const { requestBody } = placed(d);
      requestBody.content = { 'application/cbor': requestBody.content['application/json'] };
    },
    breach: 'POST /orders: the request body application/json is gone: a client relies on it',
  },
  {
    name: 'a new parameter is required',
    edit: (d) =>
      operation(d, 'get', '/orders/{id}').parameters.push({
        ...{ name: 'region', in: 'query', required: true },
        schema: { type: 'string' },
      }),
    breach: 'GET /orders/{id}: the parameter query region is required, and a client may leave it out',
  },
  {
    name: 'a parameter becomes required',
    edit: (d) => {
      operation(d, 'get', '/admin/orders/stuck').parameters[0].required = true;
    },
    breach: 'GET /admin/orders/stuck: the parameter query limit is required, and a client may leave it out',
  },
  {
    name: 'a parameter is dropped',
    edit: (d) => {
      operation(d, 'get', '/admin/orders/stuck').parameters = [];
    },
    breach: 'GET /admin/orders/stuck: the parameter query limit is gone: a client relies on it',
  },
  {
    name: 'a header of a request is dropped',
    edit: (d) => {
      placed(d).parameters = [];
    },
    breach: 'POST /orders: the parameter header Idempotency-Key is gone: a client relies on it',
  },
  {
    name: 'a parameter has a closer bound',
    edit: (d) => {
      operation(d, 'get', '/admin/orders/stuck').parameters[0].schema.maximum = 5;
    },
    breach:
      'GET /admin/orders/stuck, parameter query limit: "maximum" is 5 in the API and 200 in a client: it refuses more',
  },
  {
    name: 'a parameter of a path has a narrower pattern',
    edit: (d) => {
      schema(d, 'Sku').pattern = '^[0-9]+$';
    },
    breach:
      'GET /admin/inventory/{sku}, parameter path sku: "pattern" is "^[0-9]+$" in the API and "^[A-Za-z0-9][A-Za-z0-9._-]*$" in a client, which this check cannot compare',
  },
];
