import type { FieldError, PlaceOrderRequest } from '../../../schemas/generated/types.ts';
import { type ValidationError, validatePlaceOrderRequest } from '../../../schemas/generated/validators.js';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { emailFault } from '../../shared/runtime/http/email-fault.ts';
import { fieldErrors } from '../../shared/runtime/http/field-errors.ts';
import { jsonBody } from '../../shared/runtime/http/json-body.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import type { HttpResponse } from '../../shared/runtime/http/response.ts';

const tooManyItems = ({ keyword, instancePath }: ValidationError): boolean =>
  keyword === 'maxItems' && instancePath === '/items';

const isObject = (body: unknown): body is object => typeof body === 'object' && body !== null && !Array.isArray(body);

/** A user's `user_id` defaults to the token's subject. */
const asUser = (body: unknown, user: string | undefined): unknown =>
  user !== undefined && isObject(body) && !('user_id' in body) ? { ...body, user_id: user } : body;

/** Events accept more: those published before this rule must still pass every consumer. */
const emailErrors = ({ email }: PlaceOrderRequest): readonly FieldError[] => {
  const detail = email === undefined ? undefined : emailFault(email);
  return detail === undefined ? [] : [{ pointer: '/email', detail }];
};

/** The requested order, or its violations. For clients that are users, the user is the token's subject. */
export const orderBody = (request: HttpRequest): Result<PlaceOrderRequest, HttpResponse> => {
  const read = jsonBody(request);
  if (!read.ok) return read;
  const body = asUser(read.value, request.user);
  const violations = validatePlaceOrderRequest(body);
  if (violations?.some(tooManyItems)) return err(problem('too-large', { detail: 'An order has at most 2000 items' }));
  if (violations !== null) return err(problem('validation-failed', { errors: fieldErrors(violations, body) }));
  const order = body as PlaceOrderRequest;
  const errors = emailErrors(order);
  if (errors.length > 0) return err(problem('validation-failed', { errors }));
  if (request.user === undefined || order.user_id === request.user) return ok(order);
  return err(problem('validation-failed', { errors: [{ pointer: '/user_id', detail: 'is not who the token names' }] }));
};
