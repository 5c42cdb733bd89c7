import { type ApiRequest, headerValue } from '../../localstack/api/http/http-message.ts';

type Guarded = Pick<ApiRequest, 'method' | 'headers'>;

/** Names under which a browser on this machine reaches the server. */
export const hostsOf = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Requests that only read. */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/**
 * Why a request is none of the console's own page, or of its start link; undefined if it may be.
 *
 * - `Host`: a page of another name that resolves to this machine (DNS rebinding) sends its own name.
 * - `Origin`: browsers send it with every POST. Same-site is not enough, because all ports of this machine are one site.
 * - `Sec-Fetch-Site`: a page of another port, which is the same site, may not even read.
 * - `Content-Type`: a form of another page cannot send JSON without asking first.
 */
export const foreignRequest = ({ method, headers }: Guarded, hosts: readonly string[]): string | undefined => {
  const host = headerValue(headers, 'host') ?? '';
  if (!hosts.includes(host)) return `the console answers at ${hosts.join(' and ')} only`;
  const origin = headerValue(headers, 'origin');
  if (origin !== undefined && origin !== `http://${host}`) return 'the request comes from another page';
  if (isRead(method)) return undefined;
  if (origin === undefined) return 'the request names no origin';
  const contentType = headerValue(headers, 'content-type');
  return contentType === undefined || /^application\/json\s*(;|$)/i.test(contentType)
    ? undefined
    : 'a body is application/json';
};

/** Whether the browser reports that another page made the request. Links and addresses that a person opens are none. */
export const isFromOtherPage = ({ headers }: Pick<ApiRequest, 'headers'>): boolean =>
  ['cross-site', 'same-site'].includes(headerValue(headers, 'sec-fetch-site') ?? '');
