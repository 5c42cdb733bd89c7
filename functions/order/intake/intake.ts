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

/** An outcome that is not known is never tried over. */
const isRefused = (placed: Result<Placed, NotPlaced>): boolean => !placed.ok && placed.error.kind === 'refused';

/** Each try is another order, on a partition that was not refused: nothing of those before was said, and they expire. */
const placeAnew = (ports: IntakePorts, drafted: Draft, { deadline }: PlaceOrder) => {
  const refused = new Set<number>();
  return whileRefused(deadline, isRefused, async () => {
    const { order } = await ports.orders.create({ order_id: writableId(ports, refused), ...drafted });
    const placed = await publish(ports, { order, replayed: false }, deadline);
    const place = ports.partitions.of(order.order_id);
    if (place !== undefined) refused.add(place.partition);
    return placed;
  });
};

/** The stored order decides: prices may have changed since it was placed first, it has not. */
const placeOnce = async (
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
 * Places an order: priced, stored provisionally, then said in Kafka. Where a key names it, it is placed once: again by the
 * same request it is said again, to the byte, and another request never takes its id. Where none does, the id is ours to choose.
 */
export const placeOrder =
  (ports: IntakePorts) =>
  async (command: PlaceOrder): Promise<Result<Placed, NotPlaced>> => {
    const drafted = await draft(ports, command);
    if (command.idempotencyKey !== undefined) {
      return placeOnce(ports, drafted, command, orderId(command.client, command.idempotencyKey));
    }
    return drafted.ok ? placeAnew(ports, drafted.value, command) : err({ kind: 'invalid', errors: drafted.error });
  };
