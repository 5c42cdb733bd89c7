import { type Contract, httpContracts } from '../contracts.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Access, Route } from '../routes.ts';
import { exampleOf, schemaReference } from './components.ts';
import { problemResponses } from './openapi-problems.ts';

/** The contract of an HTTP body. */
export const contractOf = (name: string): Contract => {
  const contract = httpContracts.find(({ path }) => path === `http/${name}.json`);
  if (contract === undefined)
    throw new RangeError(`schemas/http/${name}.json: a route names it, and it does not exist`);
  return contract;
};

const body = (contract: Contract): JsonSchema => ({
  'application/json': { schema: schemaReference(contract.typeName), example: exampleOf(contract) },
});

/** Schemas of the path parameters. */
export const pathParameters: Readonly<Record<string, { readonly description: string; readonly schema: string }>> = {
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
  ...Object.entries(query).map(([name, { description, required, schema }]) => ({
    name,
    in: 'query',
    description,
    ...(required && { required }),
    schema,
  })),
  ...(idempotencyKey ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
];

const created = {
  Location: { $ref: '#/components/headers/Location' },
  'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' },
};

const headersOf: Readonly<Record<string, JsonSchema>> = {
  201: created,
  307: { Location: { description: 'Path of the route that waits.', required: true, schema: { type: 'string' } } },
};

const answersOf = ({ answers }: Route): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(answers).map(([status, name]) => {
      const contract = contractOf(name);
      const description = String(contract.schema['description']);
      const headers = headersOf[status];
      return [status, { description, ...(headers && { headers }), content: body(contract) }];
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
  gateway: [{ stripeSignature: [] }],
  public: [],
};

export const tags = {
  client: { name: 'orders', description: 'For clients: an API key or, where the stage is configured so, a token.' },
  operator: { name: 'operations', description: 'For operators: requests signed with AWS Signature Version 4.' },
  gateway: { name: 'gateway', description: 'For the payment gateway: events with its signature.' },
  public: { name: 'platform', description: 'Without authentication.' },
} as const satisfies Record<Access, object>;

/** A route as an operation. */
export const operation = (operationId: string, route: Route): JsonSchema => ({
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
