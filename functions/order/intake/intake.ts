import type { FieldError, PlaceOrderRequest } from '../../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../../shared/kernel/clock.ts';
import { orderId } from '../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { change } from '../model/change.ts';
import { secondsAfter } from '../model/deadlines-domain.ts';
import {
  contactOf,
  type OrderDocument,
  orderCreated,
  priceLines,
  requestFingerprint,
  skusOf,
} from '../model/domain.ts';
import { isPlaced, newOrder, type OrderRecord } from '../model/placed-domain.ts';
import type { OrderEvents, Prices, Sagas } from '../model/ports.ts';
import { dueAgain, emptyRecord } from '../model/saga-record-domain.ts';
import { whileRefused } from './while-refused.ts';
import { type Partitions, writableId } from './writable-id.ts';

export interface IntakePorts {
  readonly prices: Prices;
  readonly sagas: Sagas;
  readonly events: OrderEvents;
  readonly partitions: Partitions;
  readonly clock: Clock;
  /** How long an order may stay in one automatic step before the sweep repairs it. */
  readonly stepSeconds: number;
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

/** Due for the sweep, which publishes the order if no outcome of a line is stored by then. */
const dueAt = ({ clock, stepSeconds }: IntakePorts): string => secondsAfter(timestamp(clock), stepSeconds);

const isRefused = (outcome: 'acknowledged' | 'refused' | 'unknown'): boolean => outcome === 'refused';

const unknown = (orderId: string): Result<Placed, NotPlaced> => err({ kind: 'unknown', orderId });

/** A failed write may have been applied: the sweep publishes the order then. */
const stored = async <T>(write: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await write();
  } catch (thrown) {
    if (thrown instanceof TransientError) return undefined;
    throw thrown;
  }
};

/** Takes an order that Kafka refused from the sweep. False if another writer was first, or it is not known. */
const withdrawn = async ({ sagas }: IntakePorts, record: OrderRecord): Promise<boolean> =>
  (await stored(() => sagas.save(record, dueAgain(record)))) !== undefined;

/** The outcome of the last attempt: Kafka has the order, never will, or may. */
const outcomeOf = async (
  ports: IntakePorts,
  record: OrderRecord,
  outcome: 'acknowledged' | 'refused' | 'unknown',
): Promise<Result<Placed, NotPlaced>> => {
  if (outcome === 'acknowledged') return ok({ order: record.placed, replayed: false });
  return outcome === 'refused' && (await withdrawn(ports, record))
    ? err({ kind: 'refused' })
    : unknown(record.order_id);
};

/**
 * Each attempt is another order, on a partition that has not refused one. Earlier attempts were never published, and
 * expire. An unknown outcome is never retried: under a new id it would be a second order.
 */
const placeWithNewId = (ports: IntakePorts, drafted: Draft, { deadline }: PlaceOrder) => {
  const refused = new Set<number>();
  const isRetried = (placed: Result<Placed, NotPlaced>): boolean => !placed.ok && placed.error.kind === 'refused';
  return whileRefused(deadline, isRetried, async () => {
    const order = newOrder({ order_id: writableId(ports, refused), ...drafted }, dueAt(ports));
    const created = await stored(() => ports.sagas.create(order));
    if (created === undefined) return unknown(order.order_id);
    const outcome = await ports.events.publish(orderCreated(order.placed), deadline);
    const target = ports.partitions.of(order.order_id);
    if (target !== undefined) refused.add(target.partition);
    return outcomeOf(ports, created.record, outcome);
  });
};

/** The stored order decides: prices may have changed since it was first placed. Nothing shows yet that it was published: once more. */
const placeByKey = async (
  ports: IntakePorts,
  drafted: Result<Draft, readonly FieldError[]>,
  { request, deadline }: PlaceOrder,
  order_id: string,
): Promise<Result<Placed, NotPlaced>> => {
  const order = drafted.ok ? newOrder({ order_id, ...drafted.value }, dueAt(ports)) : undefined;
  const found = await stored(() => (order ? ports.sagas.create(order) : existing(ports, order_id)));
  if (found === undefined) return unknown(order_id);
  const { created, record } = found;
  if (record === undefined) return err({ kind: 'invalid', errors: drafted.ok ? [] : drafted.error });
  if (record.placed.fingerprint !== requestFingerprint(request)) return err({ kind: 'key-reused' });
  const mine = created ? record : await stored(() => dueOnceMore(ports, record));
  if (mine === undefined) return unknown(order_id);
  if (!mine.provisional) return ok({ order: record.placed, replayed: true });
  const outcome = await whileRefused(deadline, isRefused, () =>
    ports.events.publish(orderCreated(record.placed), deadline),
  );
  const placed = await outcomeOf(ports, mine, outcome);
  return placed.ok ? ok({ ...placed.value, replayed: !created }) : placed;
};

const existing = async ({ sagas }: IntakePorts, order_id: string) => {
  const record = await sagas.load(order_id);
  return { created: false, record: record && isPlaced(record) ? record : undefined };
};

/** An order that is provisional is due again, later than before: the write fences an earlier request that withdraws it. */
const dueOnceMore = async (ports: IntakePorts, { order_id, placed }: OrderRecord): Promise<OrderRecord> => {
  const now = dueAt(ports);
  const { record } = await change(ports.sagas, order_id, (one) => {
    const at = one?.due !== undefined && one.due.at >= now ? secondsAfter(one.due.at, 0.001) : now;
    return { record: one?.provisional ? dueAgain(one, { at, attempts: 0 }) : one };
  });
  return { ...(record ?? emptyRecord(order_id)), placed };
};

/**
 * Places an order: prices it, stores it provisionally, then publishes ORDER_CREATED. With an idempotency key, the order's id is
 * derived from it: the conditional write decides which request places the order, a repeated request gets its answer, and another
 * request never takes its id. Without a key, the id may change between attempts.
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
