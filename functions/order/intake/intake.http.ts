import type { OrderAccepted } from '../../../schemas/generated/types.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import { type HttpResponse, json } from '../../shared/runtime/http/response.ts';
import { orderAccepted, requestFingerprint } from '../model/domain.ts';
import type { Replays } from '../model/ports.ts';
import type { NotPlaced, Placed, PlaceOrder } from './intake.ts';
import { orderBody } from './order-body.http.ts';

const printableKey = /^[\x20-\x7e]{1,255}$/;

const keyOf = (request: HttpRequest): Result<string | undefined, HttpResponse> => {
  const key = request.header('idempotency-key');
  if (key === undefined || printableKey.test(key)) return ok(key);
  return err(problem('invalid-idempotency-key', { detail: 'Send 1 to 255 printable ASCII characters' }));
};

/** Field by field: DynamoDB does not keep the sequence of fields in the replay cache, and a replay must equal the first answer byte for byte. */
const accepted = (
  { publicPath }: HttpRequest,
  { order_id, status, amount, currency, created_at }: OrderAccepted,
  replayed: boolean,
): HttpResponse => ({
  ...json(201, { order_id, status, amount, currency, created_at } satisfies OrderAccepted, {
    location: `${publicPath.replace(/\/$/, '')}/${order_id}`,
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

export interface IntakeRoute {
  readonly place: (command: PlaceOrder) => Promise<Result<Placed, NotPlaced>>;
  readonly replays: Replays;
}

/** `POST /orders`. */
export const placeOrderRoute =
  ({ place, replays }: IntakeRoute): Route =>
  async (request) => {
    const key = keyOf(request);
    if (!key.ok) return key.error;
    const order = orderBody(request);
    if (!order.ok) return order.error;
    const command = { request: order.value, client: request.client, traceId: request.traceId, deadline: request };
    if (key.value === undefined) {
      const placed = await place(command);
      return placed.ok ? accepted(request, orderAccepted(placed.value.order), false) : notPlaced(placed.error);
    }
    return placeWithKey(request, { ...command, idempotencyKey: key.value }, { place, replays });
  };

const placeWithKey = async (
  request: HttpRequest,
  command: PlaceOrder & { readonly idempotencyKey: string },
  { place, replays }: IntakeRoute,
): Promise<HttpResponse> => {
  let replayed = false;
  const fingerprint = requestFingerprint(command.request);
  const { client, idempotencyKey, deadline } = command;
  const repeatable = { client, idempotencyKey, fingerprint, remainingMs: () => deadline.remainingMs() };
  const once = await replays.once(repeatable, async (): Promise<Result<OrderAccepted, NotPlaced>> => {
    const placed = await place(command);
    if (!placed.ok) return placed;
    replayed = placed.value.replayed;
    return ok(orderAccepted(placed.value.order));
  });
  switch (once.kind) {
    case 'done':
      return once.result.ok ? accepted(request, once.result.value, replayed) : notPlaced(once.result.error);
    case 'replayed':
      return accepted(request, once.accepted, true);
    case 'in-flight':
      return problem('request-in-flight', { detail: 'Wait for its answer, or send it again', retryAfterSeconds: 1 });
    case 'other-request':
      return notPlaced({ kind: 'key-reused' });
  }
};
