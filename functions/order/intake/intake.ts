import type { FieldError, PlaceOrderRequest } from '../../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { orderId } from '../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import {
  contactOf,
  type OrderDocument,
  orderCreated,
  priceLines,
  requestFingerprint,
  skusOf,
} from '../model/domain.ts';
import type { OrderEvents, Orders, Prices } from '../model/ports.ts';
import { whileRefused } from './while-refused.ts';
import { type Partitions, writableId } from './writable-id.ts';

export interface IntakePorts {
  readonly prices: Prices;
  readonly orders: Orders;
  readonly events: OrderEvents;
  readonly partitions: Partitions;
  readonly clock: Clock;
  /** A UUID never used before. */
  readonly newId: () => string;
}

export interface PlaceOrder {
  readonly request: PlaceOrderRequest;
  readonly client: string;
  /** Identifies the order together with the client: repeated requests place one order. */
  readonly idempotencyKey?: string;
  readonly traceId: string;
  readonly deadline: Deadline;
}

export interface Placed {
  readonly order: OrderDocument;
  /** The same request had placed the order before. */
  readonly replayed: boolean;
}

export type NotPlaced =
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'key-reused' }
  /** Kafka refused the event: nothing is accepted. */
  | { readonly kind: 'refused' }
  /** The order may be accepted: its status, or the same request with its key, resolves it. */
  | { readonly kind: 'unknown'; readonly orderId: string };

type Draft = Omit<OrderDocument, 'order_id'>;

const draft = async (
  { prices, clock }: IntakePorts,
  { request, client, traceId }: PlaceOrder,
): Promise<Result<Draft, readonly FieldError[]>> => {
  const priced = priceLines(request, await prices.of(skusOf(request)));
  if (!priced.ok) return priced;
  return ok({
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

const publish = async (
  { events }: IntakePorts,
  placed: Placed,
  deadline: Deadline,
): Promise<Result<Placed, NotPlaced>> => {
  const outcome = await events.publish(orderCreated(placed.order), deadline);
  if (outcome === 'acknowledged') return ok(placed);
  return err(outcome === 'refused' ? { kind: 'refused' } : { kind: 'unknown', orderId: placed.order.order_id });
};

/** An unknown outcome is never retried: the producer has retried until its time limit, and under a new id it would be a second order. */
const isRefused = (placed: Result<Placed, NotPlaced>): boolean => !placed.ok && placed.error.kind === 'refused';

/**
 * Each attempt is another order, on a partition that has not refused one. Earlier attempts were never published, and
 * expire.
 */
const placeWithNewId = (ports: IntakePorts, drafted: Draft, { deadline }: PlaceOrder) => {
  const refused = new Set<number>();
  return whileRefused(deadline, isRefused, async () => {
    const { order } = await ports.orders.create({ order_id: writableId(ports, refused), ...drafted });
    const placed = await publish(ports, { order, replayed: false }, deadline);
    const target = ports.partitions.of(order.order_id);
    if (target !== undefined) refused.add(target.partition);
    return placed;
  });
};

/** The stored order decides: prices may have changed since it was first placed. */
const placeByKey = async (
  ports: IntakePorts,
  drafted: Result<Draft, readonly FieldError[]>,
  command: PlaceOrder,
  order_id: string,
): Promise<Result<Placed, NotPlaced>> => {
  const stored = drafted.ok
    ? await ports.orders.create({ order_id, ...drafted.value })
    : { created: false, order: await ports.orders.find(order_id) };
  const { created, order } = stored;
  if (order === undefined) return err({ kind: 'invalid', errors: drafted.ok ? [] : drafted.error });
  if (order.fingerprint !== requestFingerprint(command.request)) return err({ kind: 'key-reused' });
  return whileRefused(command.deadline, isRefused, () =>
    publish(ports, { order, replayed: !created }, command.deadline),
  );
};

/**
 * Places an order: prices it, stores it provisionally, then publishes ORDER_CREATED. With an idempotency key, a
 * repeated request re-emits the same bytes, and another request never takes its id; without a key, the id may change
 * between attempts.
 */
export const placeOrder =
  (ports: IntakePorts) =>
  async (command: PlaceOrder): Promise<Result<Placed, NotPlaced>> => {
    const drafted = await draft(ports, command);
    if (command.idempotencyKey !== undefined) {
      return placeByKey(ports, drafted, command, orderId(command.client, command.idempotencyKey));
    }
    return drafted.ok ? placeWithNewId(ports, drafted.value, command) : err({ kind: 'invalid', errors: drafted.error });
  };
