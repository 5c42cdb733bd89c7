import { validateHeaderName, validateHeaderValue } from 'node:http';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import { type ApiAnswer, type HeaderLine, headerValue } from '../http/http-message.ts';
import { bare, isBinary } from '../http/media-types.ts';

const allowedKeys = new Set(['isBase64Encoded', 'statusCode', 'headers', 'multiValueHeaders', 'body']);

/** Headers a function may not set: they reach the client under another name (rest-api-rules C9). */
const remapped = new Set(['connection', 'content-length', 'date', 'server', 'www-authenticate']);

/**
 * The HTTP answer for the result of a Lambda proxy integration (rest-api-rules C1–C9).
 * @param accept the client's Accept header.
 * @throws {GatewayProblem} DEFAULT_5XX: the result has another form; API_CONFIGURATION_ERROR: not base64.
 */
export function proxyAnswer(
  payload: string,
  accept: string | undefined,
  binaryMediaTypes: readonly string[],
): ApiAnswer {
  const result = readResult(payload);
  const headers = mergeHeaders(result);
  const decode = result.isBase64Encoded && isBinary(bare(accept ?? ''), binaryMediaTypes);
  return {
    status: result.status,
    headers:
      headerValue(headers, 'content-type') === undefined ? [['Content-Type', 'application/json'], ...headers] : headers,
    body: decode ? decodeBase64(result.body) : result.body,
  };
}

interface Result {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly multiValueHeaders: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

function readResult(payload: string): Result {
  const result = record(parse(payload), 'the result');
  const unknown = Object.keys(result).find((key) => !allowedKeys.has(key));
  if (unknown !== undefined) throw malformed(`has the unknown key "${unknown}"`);
  const { body = null, isBase64Encoded = null } = result;
  if (body !== null && typeof body !== 'string') throw malformed('has a body that is not a string');
  if (isBase64Encoded !== null && typeof isBase64Encoded !== 'boolean') {
    throw malformed('has an isBase64Encoded that is not a boolean');
  }
  return {
    status: readStatus(result['statusCode'] ?? 200),
    headers: new Map(
      Object.entries(record(result['headers'] ?? {}, 'headers')).map(([name, value]) => [
        name,
        headerText(name, value),
      ]),
    ),
    multiValueHeaders: new Map(
      Object.entries(record(result['multiValueHeaders'] ?? {}, 'multiValueHeaders')).map(([name, values]) => {
        if (!Array.isArray(values)) throw malformed(`has a multi-value header "${name}" that is not a list`);
        return [name, values.map((value) => headerText(name, value))];
      }),
    ),
    body: body ?? '',
    isBase64Encoded: isBase64Encoded ?? false,
  };
}

function readStatus(value: unknown): number {
  const status = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  if (!Number.isInteger(status) || status < 200 || status > 599) throw malformed('has an invalid statusCode');
  return status;
}

function headerText(name: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'boolean')
    throw malformed(`has a header "${name}" that is not text`);
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
  } catch (error) {
    throw malformed(`has a header "${name}" that HTTP does not allow`, error);
  }
  return String(value);
}

/** Multi values first and in their casing; a pair that is in both maps once (C5). */
function mergeHeaders(result: Result): readonly HeaderLine[] {
  const lines: HeaderLine[] = [...result.multiValueHeaders].flatMap(([name, values]) =>
    values.map((value): HeaderLine => [name, value]),
  );
  for (const [name, value] of result.headers) {
    const same = lines.filter(([other]) => other.toLowerCase() === name.toLowerCase());
    if (!same.some(([, other]) => other === value)) lines.push([same[0]?.[0] ?? name, value]);
  }
  return lines
    .filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
    .map(([name, value]) => [remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
}

function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Buffer skips what it cannot read: only what encodes back to the same text was base64.
  if (bytes.toString('base64').replace(/=+$/, '') !== text.replace(/\s/g, '').replace(/=+$/, '')) {
    throw new GatewayProblem('API_CONFIGURATION_ERROR', { cause: new Error('the function result is not base64') });
  }
  return bytes;
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw malformed('is not JSON', error);
  }
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`: ${what} is not an object`);
  return value as Readonly<Record<string, unknown>>;
}

function malformed(problem: string, cause?: unknown): GatewayProblem {
  return new GatewayProblem('DEFAULT_5XX', {
    cause: new Error(`Malformed Lambda proxy response: it ${problem}`, { cause }),
  });
}
