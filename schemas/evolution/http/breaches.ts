import { isObject, type JsonSchema } from '../../json-schema.ts';
import { incompatibilities } from '../compatibility.ts';
import type { Incompatibility } from '../scalar-compatibility.ts';
import type { HttpOperation } from './operations.ts';

/** A change that breaks a client of an earlier document. */
interface Breach {
  /** `POST /orders, request application/json`. */
  readonly place: string;
  /** The field, and the fault. */
  readonly change: string;
}

type Found = readonly Breach[];
type ByName<T> = Readonly<Record<string, T>>;

const api = 'the API';
const client = 'a client';
const at = ({ field }: Incompatibility): string => (field === '' ? '' : `${field} `);

/** Compares input: clients write, the API reads. */
const sent = (place: string, now: JsonSchema, then: JsonSchema): Found =>
  incompatibilities(now, then).map((found) => ({ place, change: `${at(found)}${found.because(api, client)}` }));

const partsOf = (schema: JsonSchema, field: string): readonly (readonly [string, JsonSchema])[] => [
  ...Object.entries(Object(schema['properties'])).map(([name, part]) => [`${field}/${name}`, Object(part)] as const),
  ...['items', 'additionalProperties'].flatMap((keyword) => {
    const part = schema[keyword];
    return isObject(part) ? [[`${field}/*`, part] as const] : [];
  }),
];

/** Optional fields of an answer that are gone. The comparison itself finds the required ones. */
const gone = (now: JsonSchema, then: JsonSchema, field = ''): readonly string[] => {
  const present = new Map(partsOf(now, field));
  const always: readonly unknown[] = Array.isArray(then['required']) ? then['required'] : [];
  return partsOf(then, field).flatMap(([name, part]) => {
    const counterpart = present.get(name);
    if (counterpart !== undefined) return gone(counterpart, part, name);
    return always.includes(name.slice(field.length + 1)) ? [] : [name];
  });
};

/** Compares output: the API writes, clients read. */
const received = (place: string, now: JsonSchema, then: JsonSchema): Found => [
  ...incompatibilities(then, now).map((found) => ({ place, change: `${at(found)}${found.because(client, api)}` })),
  ...gone(now, then).map((field) => ({ place, change: `${field} is gone: a client may read it` })),
];

const missing = (place: string, what: string, now: object, then: object): Found =>
  Object.keys(then)
    .filter((name) => !Object.hasOwn(now, name))
    .map((name) => ({ place, change: `${what} ${name} is gone: a client relies on it` }));

const added = (place: string, what: string, now: object, then: object): Found =>
  Object.keys(now)
    .filter((name) => !Object.hasOwn(then, name))
    .map((name) => ({ place, change: `${what} ${name} is not known to a client` }));

/** Compares the entries that both have. */
const each = <T>(now: ByName<T>, then: ByName<T>, compare: (name: string, now: T, then: T) => Found): Found =>
  Object.entries(then).flatMap(([name, earlier]) => {
    const current = now[name];
    return current === undefined ? [] : compare(name, current, earlier);
  });

const parameters = (route: string, now: HttpOperation, then: HttpOperation): Found => [
  ...missing(route, 'the parameter', now.parameters, then.parameters),
  ...Object.entries(now.parameters)
    .filter(([name, { required }]) => required && then.parameters[name]?.required !== true)
    .map(([name]) => ({ place: route, change: `the parameter ${name} is required, and a client may leave it out` })),
  ...each(now.parameters, then.parameters, (name, current, earlier) =>
    sent(`${route}, parameter ${name}`, current.schema, earlier.schema),
  ),
];

const requests = (route: string, { body: now }: HttpOperation, { body: then }: HttpOperation): Found => [
  ...missing(route, 'the request body', now.content, then.content),
  ...(now.required && !then.required
    ? [{ place: route, change: `the request body is required, and a client may leave it out` }]
    : []),
  ...each(now.content, then.content, (mediaType, current, earlier) =>
    sent(`${route}, request ${mediaType}`, current, earlier),
  ),
];

/** The schema without its listed types of problems: the list grows, and clients treat unknown types by their status. */
const problem = (schema: JsonSchema): { readonly types: ByName<true>; readonly rest: JsonSchema } => {
  const fields: ByName<unknown> = Object(schema['properties']);
  const { enum: listed, ...open }: ByName<unknown> = Object(fields['type']);
  return {
    types: Object.fromEntries((Array.isArray(listed) ? listed : []).map((type) => [String(type), true])),
    rest: { ...schema, properties: { ...fields, type: { type: 'string', ...open } } },
  };
};

const bodies = (place: string, now: ByName<JsonSchema>, then: ByName<JsonSchema>): Found =>
  each(now, then, (mediaType, current, earlier) => {
    if (mediaType !== 'application/problem+json') return received(`${place} ${mediaType}`, current, earlier);
    const [offered, known] = [problem(current), problem(earlier)];
    return [
      ...missing(`${place} ${mediaType}`, 'the problem', offered.types, known.types),
      ...received('every problem', offered.rest, known.rest),
    ];
  });

const isError = (status: string): boolean => /^[45]/.test(status);

const answers = (route: string, { answers: now }: HttpOperation, { answers: then }: HttpOperation): Found => [
  ...missing(route, 'the answer', now, then),
  ...added(route, 'the answer', Object.fromEntries(Object.entries(now).filter(([status]) => !isError(status))), then),
  ...each(now, then, (status, current, earlier) => {
    const place = `${route}, answer ${status}`;
    return [
      ...missing(place, 'the header', current.headers, earlier.headers),
      ...each(current.headers, earlier.headers, (name, header, before) => [
        ...(before.required && !header.required
          ? [{ place: place, change: `the header ${name} may be absent: a client relies on it` }]
          : []),
        ...received(`${place}, header ${name}`, header.schema, before.schema),
      ]),
      ...missing(place, 'the media type', current.content, earlier.content),
      ...(isError(status) ? [] : added(place, 'the media type', current.content, earlier.content)),
      ...bodies(place, current.content, earlier.content),
    ];
  }),
];

const admission = (route: string, now: HttpOperation, then: HttpOperation): Found => {
  if (now.credentials.length === 0) return [];
  if (then.credentials.length === 0)
    return [{ place: route, change: `a client sends no credentials, which are required` }];
  return then.credentials
    .filter((credential) => !now.credentials.includes(credential))
    .map((credential) => ({ place: route, change: `${credential} lets a client in no more` }));
};

/** Every change of a document that may break a client generated from an earlier one. Each is listed once. */
export const breachesBetween = (now: ByName<HttpOperation>, then: ByName<HttpOperation>): Found => {
  const all = [
    ...missing('the API', 'the route', now, then),
    ...each(now, then, (route, current, earlier) => [
      ...(current.operationId === earlier.operationId
        ? []
        : [{ place: route, change: `its operationId, by which a client calls it, was ${earlier.operationId}` }]),
      ...admission(route, current, earlier),
      ...parameters(route, current, earlier),
      ...requests(route, current, earlier),
      ...answers(route, current, earlier),
    ]),
  ];
  return [...new Map(all.map((breach) => [`${breach.place}: ${breach.change}`, breach])).values()];
};
