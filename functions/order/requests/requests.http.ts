import type { CancelOrderRequest, OrderRequestAccepted, ShipOrderRequest } from '../../../schemas/generated/types.ts';
import {
  type Validator,
  validateCancelOrderRequest,
  validateShipOrderRequest,
} from '../../../schemas/generated/validators.js';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import { type HttpResponse, json } from '../../shared/runtime/http/response.ts';
import { validBody } from '../../shared/runtime/http/valid-body.ts';
import type { RequestKind } from '../model/saga-record-domain.ts';
import { noOrder, orderIdOf } from './order-id.http.ts';
import type { AcceptedRequest, OrderRequest, RefusedRequest } from './requests.ts';

/** Kafka hands a dead leader's partitions over within seconds. */
const retryAfterSeconds = 5;

/** The body, where there is one. */
const bodyOf = <T extends object>(request: HttpRequest, validate: Validator): Result<T, HttpResponse> =>
  request.body().length === 0 ? ok({} as T) : validBody<T>(request, validate);

const accepted = (requested: OrderRequestAccepted['requested'], { orderId, status }: AcceptedRequest): HttpResponse =>
  json(202, { order_id: orderId, requested, status } satisfies OrderRequestAccepted);

export const requestProblem = (rejection: RefusedRequest): HttpResponse => {
  switch (rejection.kind) {
    case 'no-order':
      return noOrder();
    case 'conflict':
      return problem('state-conflict', { detail: `The order is ${rejection.status}` });
    case 'refused':
      return problem('unavailable', { detail: 'The request was not taken. Send it again', retryAfterSeconds });
    case 'unknown':
      return problem('outcome-unknown', {
        detail: 'The request may have been taken. SubmitRequest for the status of the order, or send it again',
        order_id: rejection.orderId,
      });
  }
};

type SubmitRequest = (request: OrderRequest) => Promise<Result<AcceptedRequest, RefusedRequest>>;
type Details = Pick<OrderRequest, 'reason' | 'shipment'>;

const requestRoute =
  (
    submit: SubmitRequest,
    kind: RequestKind,
    ownOnly: boolean,
    read: (request: HttpRequest) => Result<Details, HttpResponse>,
  ): Route =>
  async (request) => {
    const orderId = orderIdOf(request);
    if (orderId === undefined) return noOrder();
    const details = read(request);
    if (!details.ok) return details.error;
    const submitted = await submit({
      orderId,
      kind,
      client: request.client,
      actor: request.actor,
      ownOnly,
      ...details.value,
      deadline: request,
    });
    return submitted.ok ? accepted(kind, submitted.value) : requestProblem(submitted.error);
  };

/** The code first, because it is counted; the note is not. */
const reasonIn = ({ reason = 'OTHER', note }: CancelOrderRequest): string =>
  note === undefined ? reason : `${reason}: ${note}`;

/** `POST /orders/{id}/cancel`. */
export const cancelRoute = (submit: SubmitRequest): Route =>
  requestRoute(submit, 'CANCEL', true, (request) => {
    const cancel = bodyOf<CancelOrderRequest>(request, validateCancelOrderRequest);
    if (!cancel.ok) return cancel;
    return ok(Object.keys(cancel.value).length > 0 ? { reason: reasonIn(cancel.value) } : {});
  });

/** `POST /admin/orders/{id}/ship`. */
export const shipRoute = (submit: SubmitRequest): Route =>
  requestRoute(submit, 'SHIP', false, (request) => {
    const shipment = bodyOf<ShipOrderRequest>(request, validateShipOrderRequest);
    if (!shipment.ok) return shipment;
    return ok(Object.keys(shipment.value).length > 0 ? { shipment: shipment.value } : {});
  });

/** `POST /admin/orders/{id}/complete`. */
export const completeRoute = (submit: SubmitRequest): Route => requestRoute(submit, 'COMPLETE', false, () => ok({}));
