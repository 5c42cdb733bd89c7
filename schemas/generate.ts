/**
 * Renders the contracts to TypeScript types, validators, and the documents of the HTTP API and of the topics.
 *
 *   node schemas/generate.ts [folder]           writes schemas/generated/, or the folder
 *   node schemas/generate.ts --check [folder]   fails, naming the files, where they differ from what would be written
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asyncApiDocument } from './documents/asyncapi.ts';
import { openApiDocument } from './documents/openapi.ts';
import { generateTypes } from './generate-types.ts';
import { generateValidators, generateValidatorTypes } from './generate-validators.ts';
import { generateVersions } from './generate-versions.ts';

const { values: options, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = positionals[0] ?? fileURLToPath(new URL('generated', import.meta.url));

const document = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const files: Readonly<Record<string, string>> = {
  'types.ts': await generateTypes(),
  'versions.ts': generateVersions(),
  'validators.js': generateValidators(),
  'validators.d.ts': generateValidatorTypes(),
  'openapi.json': document(openApiDocument()),
  'asyncapi.json': document(asyncApiDocument()),
};

const stored = (name: string): string | undefined => {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
};

if (options.check) {
  const drifted = Object.entries(files).filter(([name, content]) => stored(name) !== content);
  for (const [name] of drifted) {
    console.error(`schemas/generated/${name} is not what the schemas render to: run \`node schemas/generate.ts\``);
  }
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}
