/** Renders the OpenAPI and AsyncAPI documents as one page that needs nothing else to be read. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import mustache from 'mustache';
import { isObject, type JsonSchema } from '../json-schema.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { openApiDocument } from './openapi.ts';
import { operationViews, topicViews } from './page-views.ts';

const help = `Renders the contracts, HTTP and events, as one page that needs no network, and prints its path.

Usage: npm run docs [-- <file>]

<file>  where to, docs/site/index.html by default
`;

const rows = `{{#rows.length}}
<table><thead><tr><th>Field (* always there)</th><th>Type</th><th>Limits</th><th></th></tr></thead><tbody>
{{#rows}}<tr><td><code>{{field}}</code>{{#required}} *{{/required}}</td><td>{{type}}</td><td>{{limits}}</td><td>{{description}}</td></tr>
{{/rows}}
</tbody></table>
{{/rows.length}}`;

const descriptionOf = ({ info }: JsonSchema): unknown => (isObject(info) ? info['description'] : '');

const page = (): string => {
  const [http, events] = [openApiDocument(), asyncApiDocument()];
  const template = readFileSync(new URL('page.mustache', import.meta.url), 'utf8');
  const view = {
    version: isObject(http['info']) ? http['info']['version'] : '',
    about: descriptionOf(http),
    aboutEvents: descriptionOf(events),
    operations: operationViews(http),
    topics: topicViews(events),
  };
  return mustache.render(template, view, { rows });
};

const { values: options, positionals } = parseArgs({
  options: { help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (options.help) {
  process.stdout.write(help);
} else {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const file = positionals[0] === undefined ? resolve(root, 'docs/site/index.html') : resolve(positionals[0]);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page());
  process.stdout.write(`${file}\n`);
}
