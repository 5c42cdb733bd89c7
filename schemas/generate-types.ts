import { compile } from 'json-schema-to-typescript';
import { type Contract, definitions, eventContracts, httpContracts, pascalCase, withReferences } from './contracts.ts';

const header = `/* Generated from schemas/ by \`node schemas/generate.ts\`; do not edit. */`;

const readonlyProperties = (source: string): string =>
  source.replace(/^( +)(\w+\??:)/gm, '$1readonly $2').replace(/: (\w+)\[\];$/gm, ': readonly $1[];');

const byTopic = (): string => {
  const topics = [...new Set(eventContracts.map(({ event }) => event?.topic ?? ''))];
  const unions = topics.map((topic) => {
    const names = eventContracts.filter(({ event }) => event?.topic === topic).map(({ typeName }) => typeName);
    return `/** Every event of \`${topic}\`. */\nexport type ${pascalCase(topic)}Event = ${names.join(' | ')};`;
  });
  return unions.join('\n');
};

const byType = (): string => {
  const entries = eventContracts.map(({ event, typeName }) => `  readonly ${event?.type}: ${typeName};`);
  return [
    '/** Every event, by its `type`. */',
    `export interface EventByType {\n${entries.join('\n')}\n}`,
    'export type EventType = keyof EventByType;',
    'export type AnyEvent = EventByType[EventType];',
  ].join('\n');
};

/** Source of `generated/types.ts`: an interface per contract, the shared vocabulary, unions per topic. */
export const generateTypes = async (): Promise<string> => {
  const contracts: readonly Contract[] = [...eventContracts, ...httpContracts];
  const local = '#/definitions/';
  // One document, or shared definitions would be declared once per contract.
  const root = {
    definitions: {
      ...definitions,
      ...Object.fromEntries(contracts.map(({ typeName, schema }) => [typeName, withReferences(schema, local)])),
    },
    anyOf: contracts.map(({ typeName }) => ({ $ref: `${local}${typeName}` })),
  };
  const source = await compile(root, 'Contracts', {
    bannerComment: '',
    // Events stay open for fields added later, yet reading one that is not declared is an error.
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    format: true,
    style: { singleQuote: true, printWidth: 120 },
  });
  const withoutRoot = source.replace(/^export type Contracts =[^;]*;\n/m, '');
  return `${[header, readonlyProperties(withoutRoot).trim(), byTopic(), byType()].join('\n\n')}\n`;
};
