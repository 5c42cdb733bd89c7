import type { Validator } from '../../../../schemas/generated/validators.js';
import { err, ok, type Result } from '../../kernel/result.ts';
import { fieldErrors } from './field-errors.ts';
import { jsonBody } from './json-body.ts';
import { problem } from './problem.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

/** The validated body, or the error response that lists its violations. */
export const validBody = <T>(request: HttpRequest, validate: Validator): Result<T, HttpResponse> => {
  const body = jsonBody(request);
  if (!body.ok) return body;
  const violations = validate(body.value);
  if (violations === null) return ok(body.value as T);
  return err(problem('validation-failed', { errors: fieldErrors(violations, body.value) }));
};
