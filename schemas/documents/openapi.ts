import { acceptedBreaks, publishedDocuments, semanticVersion } from '../evolution/http/published.ts';
import type { JsonSchema } from '../json-schema.ts';
import { type Route, routes } from '../routes.ts';
import { about, schemaComponents } from './components.ts';
import { contractOf, operation, pathParameters, tags } from './openapi-operation.ts';

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
      schema: { type: 'string', const: 'true' },
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
    stripeSignature: {
      type: 'apiKey',
      in: 'header',
      name: 'Stripe-Signature',
      description: 'Stripe’s signature of the body, at most five minutes old.',
    },
  },
});

/** The HTTP API as an OpenAPI 3.1 document. */
export const openApiDocument = (): JsonSchema => ({
  openapi: '3.1.0',
  info: {
    title: 'orderstream',
    summary: 'The order platform: places orders and reports their status.',
    description:
      'Money is an integer in the currency’s minor unit (ISO 4217). Times are RFC 3339, UTC, with milliseconds. Errors are ' +
      'problems (RFC 9457): clients distinguish them by `type`, and treat an unknown type by its status. Answers get ' +
      'more fields over time, and errors more types; requests are refused with fields that are not known.',
    ...about,
    version: semanticVersion(publishedDocuments().length, acceptedBreaks()),
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
