import { about, exampleOf, schemaComponents, schemaReference } from './components.ts';
import { type Contract, httpContracts } from './contracts.ts';
import type { JsonSchema } from './json-schema.ts';
import { problemResponses } from './openapi-problems.ts';
import { type Access, type Route, routes } from './routes.ts';

const contractOf = (name: string): Contract => {
  const contract = httpContracts.find(({ path }) => path === `http/${name}.json`);
  if (contract === undefined)
    throw new RangeError(`schemas/http/${name}.json: a route names it, and it does not exist`);
  return contract;
};

const body = (contract: Contract): JsonSchema => ({
  'application/json': { schema: schemaReference(contract.typeName), example: exampleOf(contract) },
});

/** What a parameter of a path is. */
const pathParameters: Readonly<Record<string, { readonly description: string; readonly schema: string }>> = {
  id: { description: 'The order. What is no UUID names no order: 404.', schema: 'OrderId' },
  sku: { description: 'The stock-keeping unit.', schema: 'Sku' },
};

const parametersOf = ({ path, query = {}, idempotencyKey }: Route): readonly JsonSchema[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const { description, schema } = pathParameters[name] ?? {};
    return {
      name,
      in: 'path',
      required: true,
      ...(description !== undefined && { description }),
      schema: schema === undefined ? { type: 'string', minLength: 1 } : schemaReference(schema),
    };
  }),
  ...Object.entries(query).map(([name, { description, schema }]) => ({ name, in: 'query', description, schema })),
  ...(idempotencyKey ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
];

const created = {
  Location: { $ref: '#/components/headers/Location' },
  'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' },
};

const answersOf = ({ answers }: Route): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(answers).map(([status, name]) => {
      const contract = contractOf(name);
      const description = String(contract.schema['description']);
      return [status, { description, ...(status === '201' && { headers: created }), content: body(contract) }];
    }),
  );

/** Both kinds of answers may have one status: they differ in their media type. */
const responsesOf = (route: Route): Readonly<Record<string, JsonSchema>> => {
  const [answers, problems] = [answersOf(route), problemResponses(route)];
  const merged = Object.entries(problems).map(([status, problem]): [string, JsonSchema] => {
    const answer = answers[status];
    if (answer === undefined) return [status, problem];
    return [
      status,
      { ...answer, ...problem, content: { ...Object(answer['content']), ...Object(problem['content']) } },
    ];
  });
  return { ...answers, ...Object.fromEntries(merged) };
};

const security: Readonly<Record<Access, readonly JsonSchema[]>> = {
  client: [{ apiKey: [] }, { token: [] }],
  operator: [{ signature: [] }],
  public: [],
};

const tags = {
  client: { name: 'orders', description: 'For clients: an API key or, where the stage says so, a token.' },
  operator: { name: 'operations', description: 'For operators: requests signed with AWS Signature Version 4.' },
  public: { name: 'platform', description: 'For everybody.' },
} as const satisfies Record<Access, object>;

const operation = (operationId: string, route: Route): JsonSchema => ({
  operationId,
  summary: route.summary,
  tags: [tags[route.access].name],
  security: security[route.access],
  parameters: parametersOf(route),
  ...(route.request && {
    requestBody: { required: route.request.required, content: body(contractOf(route.request.contract)) },
  }),
  responses: responsesOf(route),
});

const paths = (): JsonSchema => {
  const all = Object.entries<Route>(routes);
  const byPath = Map.groupBy(all, ([, { path }]) => path);
  return Object.fromEntries(
    [...byPath].map(([path, group]) => [
      path,
      Object.fromEntries(group.map(([id, route]) => [route.method.toLowerCase(), operation(id, route)])),
    ]),
  );
};

const named: ReadonlySet<string> = new Set([
  'problem',
  ...Object.values<Route>(routes).flatMap(({ request, answers }) => [
    ...(request ? [request.contract] : []),
    ...Object.values(answers),
  ]),
]);

const components = (): JsonSchema => ({
  schemas: {
    ...schemaComponents(
      [...named].map(contractOf),
      Object.values(pathParameters).map(({ schema }) => schema),
    ),
    RequestTooLong: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'Sent again with the same key and body, an order is placed once. Without it, each request is an order.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
    },
  },
  headers: {
    Location: { description: 'Path of the order.', required: true, schema: { type: 'string' } },
    IdempotentReplayed: {
      description: 'The order was placed by an earlier request with this key; this is the answer it got.',
      schema: { const: 'true' },
    },
    RetryAfter: { description: 'Seconds after which to try again.', schema: { type: 'string', pattern: '^[0-9]+$' } },
  },
  securitySchemes: {
    apiKey: {
      type: 'apiKey',
      in: 'header',
      name: 'x-api-key',
      description: 'The key of a client; its orders are its own.',
    },
    token: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The token of a user; its orders are its own.',
    },
    signature: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: 'AWS Signature Version 4, by an identity that may call the routes of operators.',
      'x-amazon-apigateway-authtype': 'awsSigv4',
    },
  },
});

/** The HTTP API as an OpenAPI 3.1 document. */
export const openApiDocument = (): JsonSchema => ({
  openapi: '3.1.0',
  info: {
    title: 'orderstream',
    summary: 'The order platform: places orders, tells what became of them.',
    description:
      'Money is an integer in the currency’s minor unit (ISO 4217). Times are RFC 3339, UTC, with milliseconds. Errors are ' +
      'problems (RFC 9457): clients tell them apart by `type`. Answers get more fields over time; requests are refused with ' +
      'fields that are not known.',
    ...about,
  },
  servers: [
    {
      url: 'https://{api}.execute-api.{region}.amazonaws.com/v1',
      description: 'Amazon API Gateway',
      variables: { api: { default: 'api' }, region: { default: 'eu-west-1' } },
    },
    {
      url: 'http://127.0.0.1:{port}/v1',
      description: 'The platform on one machine',
      variables: { port: { default: '4567' } },
    },
  ],
  tags: Object.values(tags),
  paths: paths(),
  components: components(),
});
