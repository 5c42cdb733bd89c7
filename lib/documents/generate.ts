/**
 * Renders what pages of `docs/` take from the declarations.
 *
 *   node lib/documents/generate.ts           writes the pages
 *   node lib/documents/generate.ts --check   fails, naming the pages, where they differ from what would be written
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withPollersOfProd } from './scaling-page.ts';

const pages: Readonly<Record<string, (page: string) => string>> = { 'docs/scaling.md': withPollersOfProd };

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [path, render] of Object.entries(pages)) {
  const file = new URL(`../../${path}`, import.meta.url);
  const stored = readFileSync(file, 'utf8');
  const rendered = render(stored);
  if (rendered === stored) continue;
  if (options.check) {
    console.error(`${path} differs from the declarations: run \`npm run generate\``);
    process.exitCode = 1;
  } else writeFileSync(file, rendered);
}
