import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { type Contract, definitions, eventContracts, httpContracts, withReferences } from './contracts.ts';

/**
 * Formats as regular expressions: ajv writes them into the code, where a function would bring its library along. Every
 * repetition is bounded, because all errors are looked for and so they also run on values that are far too long.
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
const exportedName = ({ typeName }: Contract): string => `validate${typeName}`;

/** What ajv emits, made free of imports and of side effects that would keep unused validators in a bundle. */
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

const eventEntries = (entry: (contract: Contract) => string): string =>
  eventContracts.map((contract) => `  ${contract.event?.type}: ${entry(contract)}`).join(',\n');

/** Source of `generated/validators.js`: a function per contract, without ajv at run time. */
export const generateValidators = (): string => {
  const ajv = new Ajv({
    allErrors: true,
    // With every definition a schema of its own: a function per definition instead of a copy per use.
    inlineRefs: false,
    formats: { ...formats },
    code: { source: true, esm: true, lines: true },
  });
  for (const [name, schema] of Object.entries(definitions)) ajv.addSchema(withReferences(schema, ''), name);
  for (const { typeName, schema } of contracts) ajv.addSchema(withReferences(schema, ''), typeName);
  const code = standalone.default(
    ajv,
    Object.fromEntries(contracts.map((contract) => [exportedName(contract), contract.typeName])),
  );
  const table = `export const validateEvent = {\n${eventEntries(exportedName)},\n};`;
  return `${[header, prelude, selfContained(code).trim(), table].join('\n')}\n`;
};

/** Source of `generated/validators.d.ts`. */
export const generateValidatorTypes = (): string => {
  const validators = contracts.map((contract) => `export declare const ${exportedName(contract)}: Validator;`);
  return `${header}

import type { EventType } from './types.ts';

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

/** The validators of all events. Takes them all into a bundle: a consumer of a few types names those instead. */
export declare const validateEvent: { readonly [T in EventType]: Validator };
`;
};
