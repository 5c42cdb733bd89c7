import type { OrderState, Shipment } from '../../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { OrderEvents, Orders, Sagas } from '../model/ports.ts';
import { targetOf } from '../model/saga-domain.ts';
import { requestEvent } from '../model/saga-events-domain.ts';
import {
  answeredRequest,
  keepsAnswer,
  namesShipment,
  type RequestKind,
  stateOf,
  triggerOf,
} from '../model/saga-record-domain.ts';

export interface RequestPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
  readonly events: OrderEvents;
  readonly clock: Clock;
}

export interface OrderRequest {
  readonly orderId: string;
  readonly kind: RequestKind;
  /** The requesting client, and the actor as the audit trail names it. */
  readonly client: string;
  readonly actor: string;
  /** Only the order's own client may make the request: others get 404. */
  readonly ownOnly: boolean;
  readonly reason?: string;
  readonly shipment?: Shipment;
  readonly deadline: Deadline;
}

/** The request is published, and the saga decides; with the order's state at the first request. */
export interface AcceptedRequest {
  readonly orderId: string;
  readonly status: OrderState;
}

export type RefusedRequest =
  | { readonly kind: 'no-order' }
  /** The order's state does not allow it. */
  | { readonly kind: 'conflict'; readonly status: OrderState }
  /** Kafka refused the event. */
  | { readonly kind: 'refused' }
  /** It may be published: the order's status, or a repetition, resolves it. */
  | { readonly kind: 'unknown'; readonly orderId: string };

/**
 * Requests a step from the saga. The request is stored first, then published in the order's partition: a repetition is
 * the same event, byte for byte.
 */
export const requestOfOrder =
  ({ orders, sagas, events, clock }: RequestPorts) =>
  async (request: OrderRequest): Promise<Result<AcceptedRequest, RefusedRequest>> => {
    const { orderId, kind, client, actor, ownOnly, reason, shipment, deadline } = request;
    const [order, record] = await Promise.all([orders.find(orderId), sagas.find(orderId)]);
    if (order === undefined || (ownOnly && order.client !== client)) return err({ kind: 'no-order' });
    const status = stateOf(record);
    if (targetOf(status, triggerOf(kind)) === undefined) {
      const first = answeredRequest(record, kind);
      return first !== undefined && namesShipment(first, shipment)
        ? ok({ orderId, status: first.status ?? status })
        : err({ kind: 'conflict', status });
    }
    const stored = await sagas.storeRequest(orderId, kind, {
      at: timestamp(clock),
      actor,
      status,
      ...(reason !== undefined && { reason }),
      ...(shipment && { shipment }),
    });
    const event = requestEvent(kind, stored, order);
    const outcome = event && (await events.publish(event, deadline));
    const wasAnswered = stored.answered?.has(kind) === true;
    if (outcome === 'acknowledged' || wasAnswered) {
      if (keepsAnswer(kind) && !wasAnswered) await sagas.markAnswered(orderId, kind);
      return ok({ orderId, status: stored.requests[kind]?.status ?? status });
    }
    return err(outcome === 'unknown' ? { kind: 'unknown', orderId } : { kind: 'refused' });
  };
