import type { OrderRequestAccepted, StuckOrders } from '../../../schemas/generated/types.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Route, Routes } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import { json } from '../../shared/runtime/http/response.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { noOrder, orderIdOf } from '../requests/order-id.http.ts';
import { completeRoute, requestProblem, shipRoute } from '../requests/requests.http.ts';
import { type AcceptedRequest, type RefusedRequest, type RequestPorts, requestOfOrder } from '../requests/requests.ts';
import { repairOrder } from './repair.ts';
import { type StuckPorts, stuckOrders } from './stuck.ts';

const limits = { usual: 50, most: 200 } as const;

/** `GET /admin/orders/stuck?limit=<1 to 200>`. */
const stuckRoute =
  (stuck: (limit: number) => Promise<StuckOrders>): Route =>
  async (request) => {
    const limit = request.query('limit') ?? String(limits.usual);
    if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > limits.most) {
      return problem('malformed-request', { detail: `limit is a whole number, 1 to ${limits.most}` });
    }
    return json(200, await stuck(Number(limit)));
  };

/** `POST /admin/orders/{id}/repair`. */
const repairRoute =
  (repair: (orderId: string, deadline: Deadline) => Promise<Result<AcceptedRequest, RefusedRequest>>): Route =>
  async (request) => {
    const orderId = orderIdOf(request);
    if (orderId === undefined) return noOrder();
    const repaired = await repair(orderId, request);
    if (!repaired.ok) return requestProblem(repaired.error);
    const { status } = repaired.value;
    return json(202, { order_id: orderId, requested: 'REPAIR', status } satisfies OrderRequestAccepted);
  };

/** Routes of `order/admin`. */
export const adminHttpRoutes = (ports: RequestPorts & StuckPorts): Routes => {
  const request = requestOfOrder(ports);
  return {
    'POST /admin/orders/{id}/ship': shipRoute(request),
    'POST /admin/orders/{id}/complete': completeRoute(request),
    'GET /admin/orders/stuck': stuckRoute(stuckOrders(ports)),
    'POST /admin/orders/{id}/repair': repairRoute(repairOrder(ports)),
  };
};
