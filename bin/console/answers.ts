import type { ApiAnswer, HeaderLine } from '../../localstack/api/http/http-message.ts';

/** The page may load its own files and talk to its own server, and nothing else; no inline code, no frame of another site around it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Mail of customers: styles of its own, no script, no request, no origin. */
const mailPolicy = ['sandbox', "default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'self'"].join('; ');

const common: readonly HeaderLine[] = [
  ['Cache-Control', 'no-store'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'same-origin'],
  ['X-Content-Type-Options', 'nosniff'],
];

const withPolicy = (policy: string): readonly HeaderLine[] => [['Content-Security-Policy', policy], ...common];

interface Content {
  readonly status?: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: readonly HeaderLine[];
}

/** Any answer of the console, with the headers that guard it. */
export const answer = ({ status = 200, contentType, body, headers = [] }: Content): ApiAnswer => ({
  status,
  headers: [['Content-Type', contentType], ...headers, ...withPolicy(contentSecurityPolicy)],
  body,
});

export const json = (value: unknown): ApiAnswer =>
  answer({ contentType: 'application/json', body: JSON.stringify(value) });

/** The HTML of a mail, for a sandboxed frame: opened by itself, it is sandboxed too. */
export const mail = (html: string): ApiAnswer => ({
  status: 200,
  headers: [['Content-Type', 'text/html; charset=utf-8'], ...withPolicy(mailPolicy)],
  body: html,
});

export const redirect = (status: 303 | 308, location: string, ...headers: readonly HeaderLine[]): ApiAnswer =>
  answer({ status, contentType: 'text/plain', body: '', headers: [['Location', location], ...headers] });

/** Kinds of problems that the console itself reports, where the page reacts to the kind. */
export const consoleProblems = { noSession: 'urn:orderstream:console:no-session' } as const;

/** A problem document (RFC 9457), as the HTTP API answers them. */
export const problem = (status: number, title: string, detail?: string, type = 'about:blank'): ApiAnswer =>
  answer({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type, title, status, ...(detail !== undefined && { detail }) }),
  });
