import type { Route } from '../../shared/runtime/http/http-handler.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import { type HttpResponse, json } from '../../shared/runtime/http/response.ts';
import { isTerminal } from '../model/saga-domain.ts';
import { noOrder, orderIdOf } from '../requests/order-id.http.ts';
import { type OrderQuery, type OrderStatusAnswer, orderDetails, orderStatus, type ReadPorts } from './status.ts';
import { secondsOfWait } from './wait-seconds.http.ts';

const queryOf = (request: HttpRequest): OrderQuery | undefined => {
  const orderId = orderIdOf(request);
  return orderId === undefined ? undefined : { orderId, client: request.client };
};

/**
 * API Gateway routes by path alone, and a wait must not occupy a function that answers at once: 307 redirects it to its
 * own route. The body is the current status, for clients that do not follow.
 */
const waitElsewhere = ({ publicPath }: HttpRequest, status: OrderStatusAnswer, seconds: number): HttpResponse =>
  json(307, status, {
    location: `${publicPath.replace(/\/+$/, '')}/next?after=${status.status}&wait=${seconds}`,
  });

/** `GET /orders/{id}/status?wait=<seconds, at most 20>`. */
export const orderStatusRoute =
  (ports: ReadPorts): Route =>
  async (request) => {
    const seconds = secondsOfWait(request, 0);
    if (!seconds.ok) return seconds.error;
    const query = queryOf(request);
    const status = query && (await orderStatus(ports)(query));
    if (status === undefined) return noOrder();
    return seconds.value === 0 || isTerminal(status.status)
      ? json(200, status)
      : waitElsewhere(request, status, seconds.value);
  };

/** `GET /orders/{id}`. */
export const orderRoute =
  (ports: ReadPorts): Route =>
  async (request) => {
    const query = queryOf(request);
    const order = query && (await orderDetails(ports)(query));
    return order === undefined ? noOrder() : json(200, order);
  };
