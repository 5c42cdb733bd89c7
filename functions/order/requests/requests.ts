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
  /** Who asks, and as the audit names it. */
  readonly client: string;
  readonly actor: string;
  /** Whether it may be asked by the order's own client alone: somebody else's order is not there. */
  readonly ownOnly: boolean;
  readonly reason?: string;
  readonly shipment?: Shipment;
  readonly deadline: Deadline;
}

/** The saga has been asked, and decides; the order's state when it was. */
export interface AcceptedRequest {
  readonly orderId: string;
  readonly status: OrderState;
}

export type RefusedRequest =
  | { readonly kind: 'no-order' }
  /** Pointless in the state that the order is in. */
  | { readonly kind: 'conflict'; readonly status: OrderState }
  /** Kafka did not take it. */
  | { readonly kind: 'refused' }
  /** It may be asked: to look at the order, or to ask again, tells. */
  | { readonly kind: 'unknown'; readonly orderId: string };

/**
 * Asks the saga to move an order. The request is stored first, as it was made the first time, and then said in the order's own
 * partition: asked again it is the same event, to the byte.
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
    const stored = await sagas.ask(orderId, kind, {
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
      if (keepsAnswer(kind) && !wasAnswered) await sagas.noteAnswer(orderId, kind);
      return ok({ orderId, status: stored.requests[kind]?.status ?? status });
    }
    return err(outcome === 'unknown' ? { kind: 'unknown', orderId } : { kind: 'refused' });
  };
