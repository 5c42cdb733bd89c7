import type { OrderCancelled, OrderCreated, OrderPaid, PaymentFailed } from '../../../schemas/generated/types.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Transition } from '../../shared/runtime/idioms/transition.ts';
import type { Hold, Holds, Line } from '../model/ports.ts';
import { type LineCommand, lineCommand } from './line-command.ts';

export type RoutedEvent = OrderCreated | OrderCancelled | OrderPaid | PaymentFailed;

export interface RouterPorts {
  readonly holds: Holds;
  readonly clock: Clock;
}

const concurrency = 16;

/** The type of the command that an order's event causes for each of its lines. */
const commandTypes = {
  ORDER_CREATED: 'RESERVE',
  ORDER_CANCELLED: 'RELEASE',
  ORDER_PAID: 'COMMIT',
  PAYMENT_FAILED: 'RELEASE',
} as const satisfies Record<RoutedEvent['type'], LineCommand['type']>;

/** An order may be cancelled while its payment fails: each event causes a release of its own. */
const reasonOf = ({ type }: RoutedEvent) => (type === 'PAYMENT_FAILED' ? { reason: type } : {});

const linesIn = ({ line_items }: OrderCreated | OrderCancelled): readonly Line[] =>
  line_items.map(({ sku, qty }) => ({ sku, qty }));

/**
 * The lines and the order's time come from the event or, for payment events, from the hold: it is written before any line
 * is reserved, so an order without one was never reserved for, or ended so long ago that its hold expired. No retry
 * creates one.
 */
const holdOf = async (event: RoutedEvent, holds: Holds): Promise<Hold> => {
  const { order_id } = event;
  if ('line_items' in event) return { order_id, ordered_at: event.created_at, lines: linesIn(event) };
  const hold = await holds.find(order_id);
  if (hold === undefined) throw new RangeError(`${event.type} of order ${order_id}, which holds nothing`);
  return hold;
};

/** Re-keys events of an order by SKU: one command per line. Stores the order's hold. */
export const router = ({ holds, clock }: RouterPorts): Transition<RoutedEvent> => ({
  concurrency,
  key: (event) => event.order_id,
  apply: async (_order, events) => {
    const emit: LineCommand[] = [];
    for (const event of events) {
      const hold = await holdOf(event, holds);
      if (event.type === 'ORDER_CREATED') await holds.open(hold, clock.now());
      const { lines, ordered_at } = hold;
      const { order_id, timestamp: at, trace_id, metadata } = event;
      const { correlation_id } = metadata;
      const cause = { order_id, timestamp: at, ordered_at, trace_id, correlation_id, source: 'inventory/router' };
      emit.push(...lines.map((line) => lineCommand(commandTypes[event.type], { ...cause, ...reasonOf(event) }, line)));
    }
    return { emit, rejected: [] };
  },
});
