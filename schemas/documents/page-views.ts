import { type Topic, topicNames, topics } from '../catalogue.ts';
import { isObject, type JsonSchema } from '../json-schema.ts';
import { routes } from '../routes.ts';
import { type Components, followed, schemaRows } from './schema-rows.ts';

const objects = (value: unknown): readonly (readonly [string, JsonSchema])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, part]) => (isObject(part) ? [[name, part] as const] : []))
    : [];

const list = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value.filter(isObject) : []);
const shown = (value: unknown): string => JSON.stringify(value, null, 2);

const componentsOf = (document: JsonSchema, kind: string): Components =>
  Object.fromEntries(objects(isObject(document['components']) ? document['components'][kind] : undefined));

/** Bodies by media type: fields and an example. */
const bodies = (content: unknown, components: Components) =>
  objects(content).map(([mediaType, { schema, example, examples }]) => ({
    mediaType,
    rows: isObject(schema) && mediaType !== 'application/problem+json' ? schemaRows(schema, components) : [],
    kinds: objects(examples).map(([, { value }]) => ({ type: isObject(value) ? value['type'] : '' })),
    ...(example !== undefined && { example: shown(example) }),
  }));

const parameterRows = (operation: JsonSchema, document: JsonSchema) => {
  const [schemas, parameters] = [componentsOf(document, 'schemas'), componentsOf(document, 'parameters')];
  return list(operation['parameters']).map((reference) => {
    const { name, in: place, description, required, schema } = followed(reference, parameters);
    const [row] = schemaRows({ properties: { [String(name)]: schema } }, schemas);
    return { ...row, place, required: required === true, description };
  });
};

const access = {
  client: 'API key or token',
  operator: 'AWS Signature Version 4',
  gateway: 'the payment gateway’s signature',
  public: 'everybody',
} as const;

/** The operations of the OpenAPI document, for the page. */
export const operationViews = (document: JsonSchema) => {
  const schemas = componentsOf(document, 'schemas');
  return objects(document['paths']).flatMap(([path, methods]) =>
    objects(methods).map(([method, operation]) => {
      const id = String(operation['operationId']);
      const route = Object.entries(routes).find(([name]) => name === id)?.[1];
      const { requestBody } = operation;
      return {
        id,
        method: method.toUpperCase(),
        path,
        summary: operation['summary'],
        access: access[route?.access ?? 'public'],
        parameters: parameterRows(operation, document),
        request: isObject(requestBody) ? bodies(requestBody['content'], schemas) : [],
        responses: objects(operation['responses']).map(([status, { description, headers, content }]) => ({
          status,
          description,
          headers: objects(headers).map(([name]) => ({ name })),
          bodies: bodies(content, schemas),
        })),
      };
    }),
  );
};

/** The topics of the AsyncAPI document, for the page. */
export const topicViews = (document: JsonSchema) => {
  const [messages, schemas] = [componentsOf(document, 'messages'), componentsOf(document, 'schemas')];
  return topicNames.map((name) => {
    const { key, partitions, retentionDays, producers, consumers, eventTypes }: Topic = topics[name];
    return {
      name,
      key,
      partitions,
      retentionDays,
      producers: producers.map((principal) => ({ principal })),
      consumers: consumers.map(({ group, function: fed, principal }) => ({ group, function: fed, principal })),
      events: eventTypes.map((type) => {
        const message = messages[type] ?? {};
        const payload = isObject(message['payload']) ? message['payload'] : {};
        const [example] = list(message['examples']);
        return {
          type,
          summary: message['summary'],
          version: message['x-schema-version'],
          rows: schemaRows(payload, schemas),
          headers: shown(example?.['headers']),
          example: shown(example?.['payload']),
        };
      }),
    };
  });
};
