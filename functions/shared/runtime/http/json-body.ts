import { err, ok, type Result } from '../../kernel/result.ts';
import { problem } from './problem.ts';
import { repeatedName } from './repeated-name.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

const bodyLimitBytes = 256 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** RFC 9110, 15.5.16: the response lists the accepted codings. */
const unsupportedCoding = (coding: string): HttpResponse => {
  const answer = problem('unsupported-media-type', {
    detail: `Send the body without Content-Encoding, not as ${coding}`,
  });
  return { ...answer, headers: { ...answer.headers, 'accept-encoding': 'identity' } };
};

const malformed = (detail: string): HttpResponse => problem('malformed-request', { detail });

/** Reads a JSON body, or returns an error response: 413 over 256 KiB, 415 for another type or coding, 400 malformed. */
export const jsonBody = (request: HttpRequest): Result<unknown, HttpResponse> => {
  const coding = request.header('content-encoding')?.trim().toLowerCase() ?? '';
  if (coding !== '' && coding !== 'identity') return err(unsupportedCoding(coding));
  const mediaType = request.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== 'application/json' && !mediaType.endsWith('+json')) {
    return err(problem('unsupported-media-type', { detail: `Send application/json, not ${mediaType}` }));
  }
  const body = request.body();
  if (body.length > bodyLimitBytes) {
    return err(problem('too-large', { detail: `The body has ${body.length} bytes; ${bodyLimitBytes} are allowed` }));
  }
  try {
    const text = utf8.decode(body);
    const value: unknown = JSON.parse(text);
    const repeated = repeatedName(text);
    if (repeated === undefined) return ok(value);
    const where = repeated.pointer === '' ? 'the body' : repeated.pointer;
    return err(malformed(`The name ${JSON.stringify(repeated.name)} occurs twice in ${where}`));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return err(malformed(`The body is not JSON in UTF-8: ${why}`));
  }
};
