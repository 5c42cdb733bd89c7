import type { FieldError, PlaceOrderRequest } from '../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import { orderId } from '../shared/kernel/ids.ts';
import { err, ok, type Result } from '../shared/kernel/result.ts';
import type { Deadline } from '../shared/runtime/idioms/batch.ts';
import { contactOf, type OrderDocument, orderCreated, priceLines, requestFingerprint, skusOf } from './domain.ts';
import type { OrderEvents, Orders, Prices } from './ports.ts';

export interface IntakePorts {
  readonly prices: Prices;
  readonly orders: Orders;
  readonly events: OrderEvents;
  readonly clock: Clock;
  /** A UUID never used before. */
  readonly newId: () => string;
}

export interface PlaceOrder {
  readonly request: PlaceOrderRequest;
  readonly client: string;
  /** Names the order, together with the client: however often it is sent, there is one. */
  readonly idempotencyKey?: string;
  readonly traceId: string;
  readonly deadline: Deadline;
}

export interface Placed {
  readonly order: OrderDocument;
  /** Whether the order had been placed before, by the same request. */
  readonly replayed: boolean;
}

export type NotPlaced =
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'key-reused' }
  /** Kafka did not take it: nothing is accepted. */
  | { readonly kind: 'refused' }
  /** It may be accepted: to ask for it, or to send it again with its key, tells. */
  | { readonly kind: 'unknown'; readonly orderId: string };

const draft = async (
  { prices, clock, newId }: IntakePorts,
  { request, client, idempotencyKey, traceId }: PlaceOrder,
): Promise<Result<OrderDocument, readonly FieldError[]>> => {
  const priced = priceLines(request, await prices.of(skusOf(request)));
  if (!priced.ok) return priced;
  return ok({
    order_id: idempotencyKey === undefined ? newId() : orderId(client, idempotencyKey),
    client,
    fingerprint: requestFingerprint(request),
    user_id: request.user_id,
    ...contactOf(request),
    ...priced.value,
    currency: request.currency,
    payment_token: request.payment_token,
    created_at: timestamp(clock),
    trace_id: traceId,
  });
};

/** An order that the same key placed before: prices may have changed since, the order has not. */
const placedBefore = async ({ orders }: IntakePorts, command: PlaceOrder): Promise<OrderDocument | undefined> =>
  command.idempotencyKey === undefined ? undefined : orders.find(orderId(command.client, command.idempotencyKey));

const publish = async (
  { events }: IntakePorts,
  placed: Placed,
  deadline: Deadline,
): Promise<Result<Placed, NotPlaced>> => {
  const outcome = await events.publish(orderCreated(placed.order), deadline);
  if (outcome === 'acknowledged') return ok(placed);
  return err(outcome === 'refused' ? { kind: 'refused' } : { kind: 'unknown', orderId: placed.order.order_id });
};

/**
 * Places an order: priced, stored provisionally, then said in Kafka. The stored order decides: placed again by the same
 * request it is said again, to the byte, and another request never takes its id.
 */
export const placeOrder =
  (ports: IntakePorts) =>
  async (command: PlaceOrder): Promise<Result<Placed, NotPlaced>> => {
    const drafted = await draft(ports, command);
    let placed: Placed;
    if (drafted.ok) {
      const { created, order } = await ports.orders.create(drafted.value);
      placed = { order, replayed: !created };
    } else {
      const order = await placedBefore(ports, command);
      if (order === undefined) return err({ kind: 'invalid', errors: drafted.error });
      placed = { order, replayed: true };
    }
    if (placed.order.fingerprint !== requestFingerprint(command.request)) return err({ kind: 'key-reused' });
    return publish(ports, placed, command.deadline);
  };
