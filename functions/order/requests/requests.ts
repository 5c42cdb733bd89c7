import type { OrderState, Shipment } from '../../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { change } from '../model/change.ts';
import { orderCreated } from '../model/domain.ts';
import type { OrderEvents, Sagas } from '../model/ports.ts';
import { decideRequest, keepsAnswer, withAnswered } from '../model/request-domain.ts';
import { type OrderEvent, requestEvent } from '../model/saga-events-domain.ts';
import { type RequestKind, type SagaRecord, stateOf } from '../model/saga-record-domain.ts';

export interface RequestPorts {
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

type Requested = Result<AcceptedRequest, RefusedRequest>;

/**
 * Requests a step from the saga. The request is stored first, then published in the order's partition: a repetition is
 * the same event, byte for byte.
 */
export const requestOfOrder =
  (ports: RequestPorts) =>
  async (request: OrderRequest): Promise<Requested> => {
    const { orderId, kind, client, actor, ownOnly, reason, shipment } = request;
    const wanted = {
      ...{ at: timestamp(ports.clock), actor },
      ...(reason !== undefined && { reason }),
      ...(shipment && { shipment }),
    };
    const decision = await change(ports.sagas, orderId, (record) =>
      record?.placed === undefined || (ownOnly && record.placed.client !== client)
        ? ({ kind: 'no-order', record: undefined } as const)
        : decideRequest(record, kind, wanted),
    );
    switch (decision.kind) {
      case 'no-order':
        return err({ kind: 'no-order' });
      case 'conflict':
        return err({ kind: 'conflict', status: decision.status });
      case 'repeat':
        return ok({ orderId, status: decision.status });
      case 'publish':
        return publish(ports, request, decision.record);
    }
  };

/** Each event once the one before it is in Kafka. @returns the outcome of the last one that was sent */
const inSequence = async (events: OrderEvents, sequence: readonly OrderEvent[], deadline: Deadline) => {
  let outcome: Awaited<ReturnType<OrderEvents['publish']>> = 'acknowledged';
  for (const event of sequence) if (outcome === 'acknowledged') outcome = await events.publish(event, deadline);
  return outcome;
};

/** Nothing may show yet that the order was published: then ORDER_CREATED comes once more, before the request. */
const publish = async (
  { sagas, events }: RequestPorts,
  request: OrderRequest,
  record: SagaRecord,
): Promise<Requested> => {
  const { orderId, kind, deadline } = request;
  const { placed, provisional } = record;
  const event = placed && requestEvent(kind, record, placed);
  const outcome = event && (await inSequence(events, provisional ? [orderCreated(placed), event] : [event], deadline));
  const wasAnswered = record.answered?.has(kind) === true;
  if (outcome !== 'acknowledged' && !wasAnswered)
    return err(outcome === 'unknown' ? { kind: 'unknown', orderId } : { kind: 'refused' });
  if (keepsAnswer(kind) && !wasAnswered)
    await change(sagas, orderId, (stored) => ({ record: stored && withAnswered(stored, kind) }));
  return ok({ orderId, status: record.requests[kind]?.status ?? stateOf(record) });
};
