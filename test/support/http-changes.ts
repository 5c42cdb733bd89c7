/** An edit of the OpenAPI document, and its effect on clients. */
export interface HttpChange {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: edits reach anywhere into a document.
  readonly edit: (document: any) => void;
  /** The comparison's name of the break; none if clients tolerate it. */
  readonly breach?: string;
  /** Why oasdiff judges otherwise. */
  readonly oasdiffDiffers?: string;
}

type Edit = HttpChange['edit'];

const operation = (document: Parameters<Edit>[0], method: string, path: string) => document.paths[path][method];
const schema = (document: Parameters<Edit>[0], name: string) => document.components.schemas[name];
const placed = (document: Parameters<Edit>[0]) => operation(document, 'post', '/orders');
const problemTypes = (document: Parameters<Edit>[0], status: string): string[] =>
  placed(document).responses[status].content['application/problem+json'].schema.properties.type.enum;
const drop = (object: { required: string[]; properties: object }, name: string): void => {
  object.required = object.required.filter((field) => field !== name);
  Reflect.deleteProperty(object.properties, name);
};

const order = 'POST /orders, request application/json';
const accepted = 'POST /orders, answer 201 application/json';

/** One break of each kind. */
export const breaks: readonly HttpChange[] = [
  {
    name: 'a required field of an answer is dropped',
    edit: (d) => drop(schema(d, 'OrderAccepted'), 'amount'),
    breach: `${accepted}: /amount is required by a client, and the API may leave it out`,
  },
  {
    name: 'a required field of an answer becomes optional',
    edit: (d) => schema(d, 'OrderAccepted').required.splice(0, 1),
    breach: `${accepted}: /order_id is required by a client, and the API may leave it out`,
  },
  {
    name: 'a required field within a list of an answer is dropped',
    edit: (d) => drop(schema(d, 'LineItem'), 'unit_price'),
    breach:
      'GET /orders/{id}, answer 200 application/json: /line_items/*/unit_price is required by a client, and the API may leave it out',
  },
  {
    name: 'an optional field of an answer is dropped',
    edit: (d) => Reflect.deleteProperty(schema(d, 'Order').properties, 'shipment'),
    breach: 'GET /orders/{id}, answer 200 application/json: /shipment is gone: a client may read it',
  },
  {
    name: 'a field of an answer has another type',
    edit: (d) => {
      schema(d, 'OrderAccepted').properties.amount = { type: 'string' };
    },
    breach: `${accepted}: /amount a client does not take string, which the API may write`,
  },
  {
    name: 'a field of an answer has one more value',
    edit: (d) => schema(d, 'OrderState').enum.push('ON_HOLD'),
    breach: `${accepted}: /status a client does not take "ON_HOLD", which the API may write`,
  },
  {
    name: 'a field of an answer may be null',
    edit: (d) => {
      schema(d, 'OrderAccepted').properties.currency = { type: ['string', 'null'], pattern: '^[A-Z]{3}$' };
    },
    breach: `${accepted}: /currency a client does not take null, which the API may write`,
  },
  {
    name: 'a field of an answer gets longer',
    edit: (d) => {
      schema(d, 'UserId').maxLength = 256;
    },
    breach:
      'GET /orders/{id}, answer 200 application/json: /user_id "maxLength" is 128 in a client and 256 in the API: it refuses more',
  },
  {
    name: 'the values of a map of an answer have another type',
    edit: (d) => {
      schema(d, 'Health').properties.checks.additionalProperties = { type: 'boolean' };
    },
    breach:
      'GET /health, answer 200 application/json: /checks/* a client takes nothing but "failed", "ok"; the API may write others',
  },
  {
    name: 'a required field of every problem is dropped, within allOf',
    edit: (d) => drop(schema(d, 'Problem'), 'title'),
    breach: 'every problem: /title is required by a client, and the API may leave it out',
  },
  {
    name: 'a type of problem is dropped',
    oasdiffDiffers: 'to it, a value that an answer has no more is no break, and a problem’s type is a value',
    edit: (d) => problemTypes(d, '422').splice(1, 1),
    breach:
      'POST /orders, answer 422 application/problem+json: the problem https://orderstream.dev/problems/idempotency-key-reused is gone: a client relies on it',
  },
  {
    name: 'an error answer is dropped',
    edit: (d) => Reflect.deleteProperty(placed(d).responses, '409'),
    breach: 'POST /orders: the answer 409 is gone: a client relies on it',
  },
  {
    name: 'an answer has another status',
    edit: (d) => {
      const { responses } = placed(d);
      responses['200'] = responses['201'];
      Reflect.deleteProperty(responses, '201');
    },
    breach: 'POST /orders: the answer 201 is gone: a client relies on it',
  },
  {
    name: 'an answer gets another status besides',
    edit: (d) => {
      placed(d).responses['202'] = placed(d).responses['201'];
    },
    breach: 'POST /orders: the answer 202 is not known to a client',
  },
  {
    name: 'an answer has another media type',
    oasdiffDiffers: 'it takes application/hal+json for a narrower application/json',
    edit: (d) => {
      const answer = placed(d).responses['201'];
      answer.content = { 'application/hal+json': answer.content['application/json'] };
    },
    breach: 'POST /orders, answer 201: the media type application/json is gone: a client relies on it',
  },
  {
    name: 'a header of an answer is dropped',
    edit: (d) => Reflect.deleteProperty(placed(d).responses['201'].headers, 'Location'),
    breach: 'POST /orders, answer 201: the header location is gone: a client relies on it',
  },
  {
    name: 'a header of an answer may be absent',
    edit: (d) => {
      d.components.headers.Location.required = false;
    },
    breach: 'POST /orders, answer 201: the header location may be absent: a client relies on it',
  },
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
