import { problem } from '../../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import type { HttpResponse } from '../../shared/runtime/http/response.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The order id in the path; undefined if it is malformed. */
export const orderIdOf = (request: HttpRequest): string | undefined => {
  const orderId = request.parameter('id').toLowerCase();
  return uuid.test(orderId) ? orderId : undefined;
};

export const noOrder = (): HttpResponse => problem('not-found', { detail: 'There is no such order' });
