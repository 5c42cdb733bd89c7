import type { Route } from '../shared/runtime/http/http-handler.ts';
import { problem } from '../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../shared/runtime/http/request.ts';
import { json } from '../shared/runtime/http/response.ts';
import { noOrder, orderIdOf } from './order-id.http.ts';
import { type OrderQuery, orderDetails, orderStatus, type StatusPorts } from './status.ts';

const longestWaitSeconds = 20;

const queryOf = (request: HttpRequest): OrderQuery | undefined => {
  const orderId = orderIdOf(request);
  return orderId === undefined ? undefined : { orderId, client: request.client };
};

/** `GET /orders/{id}/status?wait=<seconds, at most 20>`. */
export const orderStatusRoute =
  (ports: StatusPorts): Route =>
  async (request) => {
    const wait = request.query('wait') ?? '0';
    if (!/^\d{1,2}$/.test(wait) || Number(wait) > longestWaitSeconds) {
      return problem('malformed-request', { detail: `wait is whole seconds, 0 to ${longestWaitSeconds}` });
    }
    const query = queryOf(request);
    const status = query && (await orderStatus(ports)(query, Number(wait) * 1_000, request));
    return status === undefined ? noOrder() : json(200, status);
  };

/** `GET /orders/{id}`. */
export const orderRoute =
  (ports: StatusPorts): Route =>
  async (request) => {
    const query = queryOf(request);
    const order = query && (await orderDetails(ports)(query));
    return order === undefined ? noOrder() : json(200, order);
  };
