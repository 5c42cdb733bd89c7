import { type ApiRequest, type HeaderLine, headerValue } from '../http/http-message.ts';

/** Headers that end at the gateway (rest-api-rules A12). */
const consumed = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
]);

/** Names whose casing the gateway changes; all others arrive as the client wrote them (A11, A13). */
const canonical = new Map([
  ['authorization', 'Authorization'],
  ['user-agent', 'User-Agent'],
  ['host', 'Host'],
]);

/** Headers that the gateway writes itself, ignoring the client's (A13). */
const replaced = new Set(['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto', 'x-amzn-trace-id']);

/** The header lines of a function's event. */
export function forwardedHeaders(request: ApiRequest, trace: string): readonly HeaderLine[] {
  const received = request.headers.flatMap(([name, value]): readonly HeaderLine[] => {
    const lower = name.toLowerCase();
    if (consumed.has(lower) || replaced.has(lower)) return [];
    if (lower === 'authorization' && isSignature(value)) return [];
    return [[canonical.get(lower) ?? name, value]];
  });
  const before = headerValue(request.headers, 'x-forwarded-for');
  return [
    ...received,
    ['X-Amzn-Trace-Id', trace],
    ['X-Forwarded-For', before ? `${before}, ${request.sourceIp}` : request.sourceIp],
    ['X-Forwarded-Port', String(request.port)],
    ['X-Forwarded-Proto', 'http'],
  ];
}

/** Whether an Authorization value is an AWS Signature Version 4. */
export function isSignature(authorization: string): boolean {
  return authorization.startsWith('AWS4-HMAC-SHA256');
}
