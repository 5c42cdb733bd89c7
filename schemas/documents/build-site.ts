/** Writes the pages of the OpenAPI and AsyncAPI documents into a self-contained folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contractSite } from './site/site.ts';

const help = `Writes the contracts, HTTP and events, as pages that need no network, and prints the path of the first.

Usage: npm run docs [-- <folder>]

<folder>  where to, docs/site by default

A running platform (npm start) serves the same pages under /docs.
`;

const { values: options, positionals } = parseArgs({
  options: { help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (options.help) {
  process.stdout.write(help);
} else {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const folder = resolve(positionals[0] ?? join(root, 'docs/site'));
  mkdirSync(folder, { recursive: true });
  for (const [name, { body }] of contractSite()) writeFileSync(join(folder, name), body);
  process.stdout.write(`${join(folder, 'index.html')}\n`);
}
