import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { type Contract, definitions, eventContracts, httpContracts, pascalCase, withReferences } from './contracts.ts';
import { type JsonSchema, withoutImpliedTypes } from './json-schema.ts';

/**
 * Formats as regular expressions: ajv writes them into the code, where a function would bundle its library. Every repetition is
 * bounded, because all errors are collected and so they also run on values that are far too long.
 */
const formats: Readonly<Record<string, RegExp | true>> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  email:
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?){1,8}$/,
  // The pattern of `Timestamp` is narrower.
  'date-time': true,
};

const header = '/* Generated from schemas/ by `node schemas/generate.ts`; do not edit. */';

const prelude = `/** Length in characters, not UTF-16 units, as JSON Schema counts it. */
const characters = (text) => {
  let length = 0;
  for (const _ of text) length++;
  return length;
};
const validator = (validate) => (value) => (validate(value) ? null : validate.errors);
`;

const contracts: readonly Contract[] = [...eventContracts, ...httpContracts];
const camelCase = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const exportedName = ({ typeName }: Contract): string => `validate${typeName}`;

/** ajv's output, without imports and without side effects that would keep unused validators in a bundle. */
const selfContained = (code: string): string => {
  const result = code
    .replace(/^"use strict";/, '')
    .replaceAll(/^export const (\w+) = (\w+);/gm, 'export const $1 = /* @__PURE__ */ validator($2);')
    .replaceAll(/^validate\d+\.evaluated = .*;$/gm, '')
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', 'characters')
    .replaceAll('= new RegExp(', '= /* @__PURE__ */ new RegExp(');
  const imported = /require\(.*?\)/.exec(result);
  if (imported !== null) throw new Error(`The validators would need ${imported[0]} at run time: choose other keywords`);
  return result;
};

const topicsWithEvents: readonly string[] = [...new Set(eventContracts.map(({ event }) => event?.topic ?? ''))];
const tableName = (topic: string): string => `${camelCase(pascalCase(topic))}Validators`;

const tables = (): string => {
  const table = (name: string, entries: readonly string[]): string =>
    `export const ${name} = {\n${entries.map((entry) => `  ${entry},\n`).join('')}};`;
  const entry = (contract: Contract): string => `${contract.event?.type}: ${exportedName(contract)}`;
  return [
    ...topicsWithEvents.map((topic) =>
      table(tableName(topic), eventContracts.filter(({ event }) => event?.topic === topic).map(entry)),
    ),
    table('validateEvent', eventContracts.map(entry)),
  ].join('\n');
};

/** One error for a value that is not in the list, not another one for its type. */
const validated = (schema: JsonSchema): JsonSchema => withoutImpliedTypes(withReferences(schema, ''));

/** Source of `generated/validators.js`: a function per contract, without ajv at run time. */
export const generateValidators = (): string => {
  const ajv = new Ajv({
    allErrors: true,
    // With every definition a schema of its own: a function per definition instead of a copy per use.
    inlineRefs: false,
    formats: { ...formats },
    code: { source: true, esm: true, lines: true },
  });
  for (const [name, schema] of Object.entries(definitions)) ajv.addSchema(validated(schema), name);
  for (const { typeName, schema } of contracts) ajv.addSchema(validated(schema), typeName);
  const code = standalone.default(
    ajv,
    Object.fromEntries(contracts.map((contract) => [exportedName(contract), contract.typeName])),
  );
  return `${[header, prelude, selfContained(code).trim(), tables()].join('\n')}\n`;
};

/** Source of `generated/validators.d.ts`. */
export const generateValidatorTypes = (): string => {
  const validators = contracts.map((contract) => `export declare const ${exportedName(contract)}: Validator;`);
  const byTopic = topicsWithEvents.map(
    (topic) =>
      `/** The validators of \`${topic}\`, by event type. */\nexport declare const ${tableName(topic)}: ValidatorsOf<${pascalCase(topic)}Event['type']>;`,
  );
  const unions = topicsWithEvents.map((topic) => `${pascalCase(topic)}Event`).sort();
  return `${header}

import type { EventType, ${unions.join(', ')} } from './types.ts';

/** One violation, as ajv reports it. */
export interface ValidationError {
  /** JSON Pointer to the value: \`/items/0/qty\`; empty for the whole document. */
  readonly instancePath: string;
  /** The keyword of the schema that the value violates: \`required\`, \`maximum\` … */
  readonly keyword: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Answers every violation, or null where the value fulfils the contract. */
export type Validator = (value: unknown) => readonly ValidationError[] | null;

${validators.join('\n')}

export type ValidatorsOf<T extends EventType> = { readonly [K in T]: Validator };

${byTopic.join('\n')}

/** The validators of all events. Bundles them all: a function imports those that it needs instead. */
export declare const validateEvent: ValidatorsOf<EventType>;
`;
};
