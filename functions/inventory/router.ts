import type {
  Commit,
  OrderCancelled,
  OrderCreated,
  OrderPaid,
  PaymentFailed,
  Release,
  Reserve,
} from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';
import { eventId, reservationId } from '../shared/kernel/ids.ts';
import type { Transition } from '../shared/runtime/idioms/transition.ts';
import type { ReservationReader, ReservedLine } from './ports.ts';

export type RoutedEvent = OrderCreated | OrderCancelled | OrderPaid | PaymentFailed;

type LineCommand = Reserve | Commit | Release;

const concurrency = 16;

/** Made of nothing but the order's event, so that it has the same bytes whenever it is made. */
const command = <T extends LineCommand['type']>(type: T, event: RoutedEvent, { sku, qty }: ReservedLine) => ({
  type,
  event_id: eventId(event.order_id, type, sku),
  timestamp: event.timestamp,
  metadata: metadataOf(type, { correlation_id: event.metadata.correlation_id, source: 'inventory/router' }),
  trace_id: event.trace_id,
  sku,
  order_id: event.order_id,
  reservation_id: reservationId(event.order_id, sku),
  qty,
});

/** The command that an order's event means for each of its lines. */
const commandTypes = {
  ORDER_CREATED: 'RESERVE',
  ORDER_CANCELLED: 'RELEASE',
  ORDER_PAID: 'COMMIT',
  PAYMENT_FAILED: 'RELEASE',
} as const satisfies Record<RoutedEvent['type'], LineCommand['type']>;

/** The lines are in the event, or, where it is about the payment, those that the order has reserved. */
const linesOf = async (event: RoutedEvent, reservations: ReservationReader): Promise<readonly ReservedLine[]> => {
  if (event.type === 'ORDER_CREATED' || event.type === 'ORDER_CANCELLED') return event.line_items;
  const lines = await reservations.linesOf(event.order_id);
  if (lines.length === 0) throw new RangeError(`${event.type} of order ${event.order_id}, which has reserved nothing`);
  return lines;
};

/** Re-keys what happens to an order, by SKU: one command for each of its lines. Keeps no state of its own. */
export const router = (reservations: ReservationReader): Transition<RoutedEvent> => ({
  concurrency,
  key: (event) => event.order_id,
  settle: async (_order, events) => {
    const emit: LineCommand[] = [];
    for (const event of events) {
      const lines = await linesOf(event, reservations);
      emit.push(...lines.map((line) => command(commandTypes[event.type], event, line)));
    }
    return { emit, rejected: [] };
  },
});
