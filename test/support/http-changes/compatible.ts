import { type HttpChange, operation, placed, problemTypes, schema } from './http-change.ts';

/** Compatible changes. */
export const compatible: readonly HttpChange[] = [
  {
    name: 'an answer has a new field',
    edit: (d) => {
      schema(d, 'OrderAccepted').properties.eta = { type: 'string' };
      schema(d, 'OrderAccepted').required.push('eta');
    },
  },
  {
    name: 'an answer has a value less',
    edit: (d) => schema(d, 'OrderRequestAccepted').properties.requested.enum.pop(),
  },
  {
    name: 'a text of an answer gets shorter',
    edit: (d) => {
      schema(d, 'Problem').properties.title.maxLength = 128;
    },
  },
  {
    name: 'a new type of problem',
    oasdiffDiffers: 'it does not know that the list of problems is open',
    edit: (d) => problemTypes(d, '422').push('https://orderstream.dev/problems/new'),
  },
  {
    name: 'a new error answer',
    edit: (d) => {
      placed(d).responses['451'] = placed(d).responses['422'];
    },
  },
  {
    name: 'a request may have a new field',
    edit: (d) => {
      schema(d, 'PlaceOrderRequest').properties.note = { type: 'string' };
    },
  },
  {
    name: 'a field of a request becomes optional',
    edit: (d) => schema(d, 'PlaceOrderRequest').required.pop(),
  },
  {
    name: 'a list of a request gets longer',
    edit: (d) => {
      schema(d, 'PlaceOrderRequest').properties.items.maxItems = 5000;
    },
  },
  {
    name: 'a constant of a request becomes one value of two',
    edit: (d) => {
      operation(d, 'get', '/health').parameters[0].schema.enum = ['1', '2'];
    },
  },
  {
    name: 'a new parameter',
    edit: (d) =>
      operation(d, 'get', '/orders/{id}').parameters.push({
        ...{ name: 'region', in: 'query' },
        schema: { type: 'string' },
      }),
  },
  {
    name: 'a new route',
    edit: (d) => {
      d.paths['/ready'] = { get: { ...d.paths['/health'].get, operationId: 'ready' } };
    },
  },
  {
    name: 'other credentials let in too',
    edit: (d) => operation(d, 'get', '/orders/{id}').security.push({ signature: [] }),
  },
  {
    name: 'other words',
    edit: (d) => {
      schema(d, 'Order').description = 'Otherwise.';
      placed(d).summary = 'Otherwise';
    },
  },
  {
    name: 'a type beside a constant goes',
    oasdiffDiffers: 'it takes what has no type for anything, also beside listed values',
    edit: (d) => Reflect.deleteProperty(schema(d, 'OrderState'), 'type'),
  },
];
