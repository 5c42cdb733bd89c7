import { err, ok, type Result } from '../../kernel/result.ts';
import { problem } from './problem.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

const bodyLimitBytes = 256 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a JSON body, or answers what is wrong with it: 413 over 256 KiB, 415 of another type, 400 malformed. */
export const jsonBody = (request: HttpRequest): Result<unknown, HttpResponse> => {
  const mediaType = request.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== 'application/json' && !mediaType.endsWith('+json')) {
    return err(problem('unsupported-media-type', { detail: `Send application/json, not ${mediaType}` }));
  }
  const body = request.body();
  if (body.length > bodyLimitBytes) {
    return err(problem('too-large', { detail: `The body has ${body.length} bytes; ${bodyLimitBytes} are allowed` }));
  }
  try {
    return ok(JSON.parse(utf8.decode(body)));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return err(problem('malformed-request', { detail: `The body is not JSON in UTF-8: ${why}` }));
  }
};
