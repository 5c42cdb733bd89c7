import { isObject, type JsonSchema, meaningOf } from '../../json-schema.ts';
import { flattened, followed } from './flattened.ts';

/** A parameter of a request, or a header of an answer. */
interface Part {
  readonly required: boolean;
  readonly schema: JsonSchema;
}

type ByName<T> = Readonly<Record<string, T>>;

/** The constraints of an operation, without references and descriptions. */
export interface HttpOperation {
  readonly operationId: string;
  /** Alternatives of authentication: schemes, with their definitions. None: public. */
  readonly credentials: readonly string[];
  /** By place and name: `query wait`. */
  readonly parameters: ByName<Part>;
  readonly body: { readonly required: boolean; readonly content: ByName<JsonSchema> };
  /** By status. */
  readonly answers: ByName<{ readonly headers: ByName<Part>; readonly content: ByName<JsonSchema> }>;
}

const objects = (value: unknown): readonly (readonly [string, JsonSchema])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, part]) => (isObject(part) ? [[name, part] as const] : []))
    : [];
const list = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value.filter(isObject) : []);

const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

const reader = (document: JsonSchema) => {
  const schemaOf = (schema: unknown): JsonSchema => (isObject(schema) ? meaningOf(flattened(schema, document)) : {});
  const partOf = ({ required, schema }: JsonSchema): Part => ({
    required: required === true,
    schema: schemaOf(schema),
  });
  const contentOf = (content: unknown): ByName<JsonSchema> =>
    Object.fromEntries(objects(content).map(([mediaType, { schema }]) => [mediaType, schemaOf(schema)]));
  const schemes = followed({ $ref: '#/components' }, document)['securitySchemes'];
  const schemeOf = (name: string): JsonSchema => {
    const { description: _words, ...scheme } = Object.fromEntries(objects(schemes))[name] ?? {};
    return scheme;
  };

  return (operation: JsonSchema): HttpOperation => {
    const body = followed(Object(operation['requestBody']), document);
    return {
      operationId: String(operation['operationId']),
      credentials: list(operation['security']).map((all) =>
        JSON.stringify(Object.fromEntries(Object.keys(all).map((name) => [name, schemeOf(name)]))),
      ),
      parameters: Object.fromEntries(
        list(operation['parameters'])
          .map((parameter) => followed(parameter, document))
          .map((parameter) => [`${parameter['in']} ${parameter['name']}`, partOf(parameter)]),
      ),
      body: { required: body['required'] === true, content: contentOf(body['content']) },
      answers: Object.fromEntries(
        objects(operation['responses'])
          .map(([status, answer]) => [status, followed(answer, document)] as const)
          .map(([status, { headers, content }]) => [
            status,
            {
              headers: Object.fromEntries(
                objects(headers).map(([name, header]) => [name.toLowerCase(), partOf(followed(header, document))]),
              ),
              content: contentOf(content),
            },
          ]),
      ),
    };
  };
};

/** Every operation of an OpenAPI document by its route: `POST /orders`. */
export const operationsOf = (document: JsonSchema): ByName<HttpOperation> => {
  const read = reader(document);
  return Object.fromEntries(
    objects(document['paths']).flatMap(([path, item]) =>
      objects(item)
        .filter(([method]) => methods.has(method))
        .map(([method, operation]) => [`${method.toUpperCase()} ${path}`, read(operation)]),
    ),
  );
};
