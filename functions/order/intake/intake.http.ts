import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import { type HttpResponse, json } from '../../shared/runtime/http/response.ts';
import { orderAccepted } from '../model/domain.ts';
import type { NotPlaced, Placed, PlaceOrder } from './intake.ts';
import { orderBody } from './order-body.http.ts';

const printableKey = /^[\x20-\x7e]{1,255}$/;

const keyOf = (request: HttpRequest): Result<string | undefined, HttpResponse> => {
  const key = request.header('idempotency-key');
  if (key === undefined || printableKey.test(key)) return ok(key);
  return err(problem('invalid-idempotency-key', { detail: 'Send 1 to 255 printable ASCII characters' }));
};

const accepted = ({ publicPath }: HttpRequest, { order, replayed }: Placed): HttpResponse => ({
  ...json(201, orderAccepted(order), {
    location: `${publicPath.replace(/\/$/, '')}/${order.order_id}`,
    ...(replayed && { 'idempotent-replayed': 'true' }),
  }),
  ...(!replayed && { counts: { OrdersAccepted: 1 } }),
});

/** Kafka hands a dead leader's partitions over within seconds. */
const retryAfterSeconds = 5;

const notPlaced = (rejection: NotPlaced): HttpResponse => {
  switch (rejection.kind) {
    case 'invalid':
      return problem('validation-failed', { errors: rejection.errors });
    case 'key-reused':
      return problem('idempotency-key-reused', { detail: 'Send another key with another order' });
    case 'refused':
      return problem('unavailable', { detail: 'The order was not accepted. Send it again', retryAfterSeconds });
    case 'unknown':
      return problem('outcome-unknown', {
        detail: 'The order may have been accepted. Ask for its status, or send it again with the same Idempotency-Key',
        order_id: rejection.orderId,
      });
  }
};

/** `POST /orders`. */
export const placeOrderRoute =
  (place: (command: PlaceOrder) => Promise<Result<Placed, NotPlaced>>): Route =>
  async (request) => {
    const key = keyOf(request);
    if (!key.ok) return key.error;
    const order = orderBody(request);
    if (!order.ok) return order.error;
    const placed = await place({
      request: order.value,
      client: request.client,
      traceId: request.traceId,
      deadline: request,
      ...(key.value !== undefined && { idempotencyKey: key.value }),
    });
    return placed.ok ? accepted(request, placed.value) : notPlaced(placed.error);
  };
