import { readFileSync } from 'node:fs';
import { type Contract, definitions, schemasFolder, withReferences } from '../contracts.ts';
import type { JsonSchema } from '../json-schema.ts';

/** The documents' path of their schemas. */
const prefix = '#/components/schemas/';

export const schemaReference = (name: string): JsonSchema => ({ $ref: `${prefix}${name}` });

/** The name in `components.schemas` stands for the title of the whole schema, and the document for its dialect. */
const component = ({ $schema: _dialect, title: _name, ...schema }: JsonSchema): JsonSchema =>
  withReferences(schema, prefix);

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '');

/** The contracts and the definitions that they refer to, by name, as `components.schemas` of a document. */
export const schemaComponents = (
  contracts: readonly Contract[],
  alsoNamed: readonly string[] = [],
): Readonly<Record<string, JsonSchema>> => {
  const components = new Map(contracts.map(({ typeName, schema }) => [typeName, component(schema)]));
  const wanted = [...alsoNamed, ...namesIn(JSON.stringify([...components.values()]))];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const definition = definitions[name];
    if (definition === undefined || components.has(name)) continue;
    components.set(name, component(definition));
    wanted.push(...namesIn(JSON.stringify(components.get(name))));
  }
  return Object.fromEntries(components);
};

/** The example of a contract: `schemas/examples/<path>`. */
export const exampleOf = ({ path }: Pick<Contract, 'path'>): JsonSchema =>
  JSON.parse(readFileSync(new URL(`examples/${path}`, schemasFolder), 'utf8'));

/** Metadata that both documents share. */
export const about = {
  version: '1.0.0',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
} as const;
