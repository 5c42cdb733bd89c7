import type { JsonSchema } from '../json-schema.ts';
import { type ProblemName, problemBase, problems } from '../problems.ts';
import type { Access, Route } from '../routes.ts';
import { schemaReference } from './components.ts';

/** Problems that every route may have: of API Gateway, or of the function's runtime. */
const common: readonly ProblemName[] = [
  'malformed-request',
  'throttled',
  'internal-error',
  'unavailable',
  'outcome-unknown',
];

/** Problems of callers without access to the route. */
const ofAccess: Readonly<Record<Access, readonly ProblemName[]>> = {
  client: ['unauthenticated', 'invalid-api-key', 'forbidden', 'quota-exceeded'],
  operator: ['unauthenticated', 'forbidden'],
  gateway: [],
  public: [],
};

/** Problems with a Retry-After header. */
const retryable: ReadonlySet<ProblemName> = new Set([
  'request-in-flight',
  'throttled',
  'quota-exceeded',
  'unavailable',
]);

const retryAfter = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

const example = (name: ProblemName): JsonSchema => ({ value: { type: `${problemBase}${name}`, ...problems[name] } });

const content = (names: readonly ProblemName[]): JsonSchema => ({
  'application/problem+json': {
    schema: {
      type: 'object',
      allOf: [schemaReference('Problem')],
      properties: { type: { type: 'string', enum: names.map((name) => `${problemBase}${name}`) } },
    },
    examples: Object.fromEntries(names.map((name) => [name, example(name)])),
  },
});

/** API Gateway's own answer to a body over 10 MB, which cannot be made a problem. */
const requestTooLong = { 'application/json': { schema: schemaReference('RequestTooLong') } };

/** The error answers of a route, by status. */
export const problemResponses = ({ access, problems: own }: Route): Readonly<Record<string, JsonSchema>> => {
  const names = [...new Set([...own, ...common, ...ofAccess[access]])];
  const byStatus = Map.groupBy(names, (name) => problems[name].status);
  const responses = [...byStatus].map(([status, group]): [string, JsonSchema] => [
    String(status),
    {
      description: group.map((name) => problems[name].title).join('; or: '),
      ...(group.some((name) => retryable.has(name)) && { headers: retryAfter }),
      content: { ...content(group), ...(status === 413 && requestTooLong) },
    },
  ]);
  return Object.fromEntries(responses);
};
