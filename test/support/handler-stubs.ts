import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { functionNames } from '../../schemas/functions/functions.ts';

/** Writes a small handler of every function into `<folder>/handlers` and returns that path: templates need a bundle, not its work. */
export const writeHandlerStubs = (folder: string): string => {
  const handlers = join(folder, 'handlers');
  for (const name of functionNames) {
    mkdirSync(join(handlers, name), { recursive: true });
    writeFileSync(
      join(handlers, name, `${basename(name)}.handler.ts`),
      `export const handler = async (): Promise<string> => '${name}';\n`,
    );
  }
  return handlers;
};
