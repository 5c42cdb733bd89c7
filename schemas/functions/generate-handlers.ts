/**
 * Writes the handler of each declared function that has none. A handler that is there is never changed.
 *
 *   node schemas/functions/generate-handlers.ts           writes them
 *   node schemas/functions/generate-handlers.ts --check   fails, naming those that are missing
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { functions } from './functions.ts';
import { handlerStub } from './handler-stub.ts';

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

for (const [name, declaration] of Object.entries(functions)) {
  const path = `functions/${name}/${basename(name)}.handler.ts`;
  const file = new URL(`../../${path}`, import.meta.url);
  if (existsSync(file)) continue;
  const stub = handlerStub(name, declaration);
  if (options.check || stub === undefined) {
    const remedy = stub === undefined ? 'write it for the AWS service that calls it' : 'run `npm run generate`';
    console.error(`${path} is missing: ${remedy}`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, stub);
  }
}
