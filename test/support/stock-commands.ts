import type { StockCommand } from '../../functions/inventory/model/domain.ts';
import { eventId, orderId, reservationId } from '../../functions/shared/kernel/ids.ts';
import type { Received } from '../../functions/shared/runtime/idioms/idiom.ts';
import type { Adjust, EventType } from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';

const placedAt = '2026-01-01T00:00:00.000Z';

const envelope = (owner: string, type: EventType, sku: string) => ({
  event_id: eventId(owner, type, sku),
  timestamp: placedAt,
  metadata: metadataOf(type, { correlation_id: owner, source: 'inventory/router' }),
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
});

/** A command of a line of the order that `name` stands for. */
export const lineCommand = (
  type: 'RESERVE' | 'COMMIT' | 'RELEASE',
  name: string,
  sku: string,
  qty: number,
): Exclude<StockCommand, Adjust> => {
  const order_id = orderId('test', name);
  const ids = { sku, order_id, reservation_id: reservationId(order_id, sku) };
  return { type, ...envelope(order_id, type, sku), ...ids, ordered_at: placedAt, qty };
};

/** The adjustment that `name` stands for. */
export const adjust = (name: string, sku: string, qty: number): Adjust => {
  const id = orderId('adjustment', name);
  return { type: 'ADJUST', ...envelope(id, 'ADJUST', sku), sku, reservation_id: id, qty };
};

/** Events as records of one partition, from offset `first` on. */
export const delivered = <E>(topic: string, events: readonly E[], first = 0): readonly Received<E>[] =>
  events.map((event, index) => ({
    event,
    record: { topic, partition: 0, offset: first + index, timestamp: 0, key: null, value: null, headers: [] },
  }));
