import { readFileSync } from 'node:fs';
import type { JsonSchema } from '../../json-schema.ts';
import { asyncApiDocument } from '../asyncapi.ts';
import { openApiDocument } from '../openapi.ts';
import { scalarScript } from './scalar-script.ts';

export interface SiteFile {
  readonly contentType: string;
  readonly body: string;
}

/** By file name; `index.html` is the first page. */
export type Site = ReadonlyMap<string, SiteFile>;

/** The browser refuses every request of the pages to other origins. Scalar adds its styles to the page itself. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const pages = {
  'index.html': { label: 'HTTP API', document: 'openapi.json' },
  'events.html': { label: 'Events', document: 'asyncapi.json' },
} as const;
type PageName = keyof typeof pages;

/** Escapes `</`: no text of a document may end the script element. */
const embedded = (document: JsonSchema): string => JSON.stringify(document).replaceAll('<', '\\u003c');

const page = (name: PageName, document: JsonSchema, tryRequests: boolean): string => {
  const links = Object.entries(pages).map(
    ([file, { label }]) => `<a href="${file}"${file === name ? ' aria-current="page"' : ''}>${label}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>orderstream: ${pages[name].label}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
</head>
<body data-try-requests="${tryRequests ? 'yes' : 'no'}">
<nav class="site">${links.join('\n')}
<a href="${pages[name].document}" download>${pages[name].document}</a></nav>
<div id="reference"></div>
<script type="application/json" id="document">${embedded(document)}</script>
<script src="scalar.js"></script>
<script src="boot.js"></script>
</body>
</html>
`;
};

const source = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/**
 * The contracts, HTTP and events, as pages that need no network.
 * @param server base URL of the platform that serves the pages: requests can be tried there.
 */
export const contractSite = (server?: string): Site => {
  const http = openApiDocument();
  const documents = {
    'openapi.json':
      server === undefined
        ? http
        : { ...http, servers: [{ url: server.replace(/\/$/, ''), description: 'This platform' }] },
    'asyncapi.json': asyncApiDocument(),
  };
  const html = (name: PageName): SiteFile => ({
    contentType: 'text/html; charset=utf-8',
    body: page(name, documents[pages[name].document], server !== undefined && name === 'index.html'),
  });
  const script = (body: string): SiteFile => ({ contentType: 'text/javascript; charset=utf-8', body });
  const json = (document: object): SiteFile => ({
    contentType: 'application/json',
    body: `${JSON.stringify(document, null, 2)}\n`,
  });
  return new Map([
    ['index.html', html('index.html')],
    ['events.html', html('events.html')],
    ['openapi.json', json(documents['openapi.json'])],
    ['asyncapi.json', json(documents['asyncapi.json'])],
    ['boot.js', script(source('boot.js'))],
    ['scalar.js', script(scalarScript())],
    ['page.css', { contentType: 'text/css; charset=utf-8', body: source('page.css') }],
  ]);
};
