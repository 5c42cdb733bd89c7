import { readdirSync, readFileSync } from 'node:fs';
import { topicNames, topics } from './catalogue.ts';
import type { JsonSchema } from './json-schema.ts';

/** One contract: the body of an HTTP request or answer, or the value of an event. */
export interface Contract {
  /** Its file in `schemas/`: `orders.created/order-created.json`. */
  readonly path: string;
  /** Name of its TypeScript type: `OrderCreated`. */
  readonly typeName: string;
  readonly schema: JsonSchema;
  /** Set for events only. */
  readonly event?: { readonly topic: string; readonly type: string };
}

/** `ORDER_CREATED`, `order-created` and `orders.created` in the form of type names: `OrderCreated`, `OrdersCreated`. */
export const pascalCase = (name: string): string =>
  name
    .toLowerCase()
    .split(/[-_.]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The folder `schemas/`. */
export const schemasFolder = new URL('./', import.meta.url);

const readSchema = (path: string): JsonSchema => {
  const parsed: unknown = JSON.parse(readFileSync(new URL(path, schemasFolder), 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError(`schemas/${path} is not a JSON object`);
  return { ...parsed };
};

const namesIn = (subfolder: string): readonly string[] =>
  readdirSync(new URL(`${subfolder}/`, schemasFolder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

/** The event types of a topic that have a schema; the catalogue may name types ahead of their schema. */
const eventsOf = (topic: keyof typeof topics): readonly Contract[] => {
  const declared: readonly string[] = topics[topic].eventTypes;
  const kebab = (type: string): string => type.toLowerCase().replaceAll('_', '-');
  const files = namesIn(topic);
  const stray = files.find((file) => !declared.some((type) => kebab(type) === file));
  if (stray !== undefined) throw new Error(`schemas/${topic}/${stray}.json: the catalogue declares no such event type`);
  return declared
    .filter((type) => files.includes(kebab(type)))
    .map((type) => {
      const path = `${topic}/${kebab(type)}.json`;
      return { path, typeName: pascalCase(type), schema: readSchema(path), event: { topic, type } };
    });
};

/** The definitions that the contracts share, by name. */
export const definitions: Readonly<Record<string, JsonSchema>> = Object(readSchema('envelope.json')['definitions']);

/** The schema with its references to `definitions` replaced by `<prefix><name>`. */
export const withReferences = (schema: JsonSchema, prefix: string): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll(/(\.\.\/envelope\.json)?#\/definitions\//g, prefix));

/** Every event contract, in the order of the catalogue. */
export const eventContracts: readonly Contract[] = topicNames
  .filter((topic) => readdirSync(schemasFolder).includes(topic))
  .flatMap(eventsOf);

/** Every HTTP body, by name. */
export const httpContracts: readonly Contract[] = namesIn('http').map((name) => {
  const path = `http/${name}.json`;
  return { path, typeName: pascalCase(name), schema: readSchema(path) };
});
