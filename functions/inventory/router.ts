import type { OrderCancelled, OrderCreated, OrderPaid, PaymentFailed } from '../../schemas/generated/types.ts';
import { type Clock, timestamp } from '../shared/kernel/clock.ts';
import type { Transition } from '../shared/runtime/idioms/transition.ts';
import { type LineCommand, lineCommand } from './line-command.ts';
import type { Hold, Holds, Line } from './ports.ts';

export type RoutedEvent = OrderCreated | OrderCancelled | OrderPaid | PaymentFailed;

export interface RouterPorts {
  readonly holds: Holds;
  readonly clock: Clock;
  /** For how long an order may hold its lines. Longer than the order's saga waits for anything. */
  readonly holdSeconds: number;
}

const concurrency = 16;

/** The command that an order's event means for each of its lines. */
const commandTypes = {
  ORDER_CREATED: 'RESERVE',
  ORDER_CANCELLED: 'RELEASE',
  ORDER_PAID: 'COMMIT',
  PAYMENT_FAILED: 'RELEASE',
} as const satisfies Record<RoutedEvent['type'], LineCommand['type']>;

/** An order may be cancelled while its payment fails: each says a release of its own. */
const reasonOf = ({ type }: RoutedEvent) => (type === 'PAYMENT_FAILED' ? { reason: type } : {});

const holdOf = (event: OrderCreated, { clock, holdSeconds }: RouterPorts): Hold => ({
  order_id: event.order_id,
  lines: event.line_items.map(({ sku, qty }) => ({ sku, qty })),
  trace_id: event.trace_id,
  correlation_id: event.metadata.correlation_id,
  due_at: timestamp({ now: () => new Date(clock.now().getTime() + holdSeconds * 1_000) }),
});

/**
 * The lines are in the event, or, where it is about the payment, those of the hold: written before anything was reserved, so
 * that an order without one was never reserved for, or ended so long ago that its hold is gone. No retry makes one appear.
 */
const linesOf = async (event: RoutedEvent, ports: RouterPorts): Promise<readonly Line[]> => {
  if (event.type === 'ORDER_CREATED') {
    await ports.holds.open(holdOf(event, ports));
    return event.line_items;
  }
  const hold = await ports.holds.close(event.order_id, ports.clock.now());
  if (event.type === 'ORDER_CANCELLED') return event.line_items;
  if (hold === undefined) throw new RangeError(`${event.type} of order ${event.order_id}, which holds nothing`);
  return hold.lines;
};

/** Re-keys what happens to an order, by SKU: one command for each of its lines. Keeps what the order holds, and until when. */
export const router = (ports: RouterPorts): Transition<RoutedEvent> => ({
  concurrency,
  key: (event) => event.order_id,
  settle: async (_order, events) => {
    const emit: LineCommand[] = [];
    for (const event of events) {
      const lines = await linesOf(event, ports);
      const { order_id, timestamp: at, trace_id, metadata } = event;
      const { correlation_id } = metadata;
      const cause = { order_id, timestamp: at, trace_id, correlation_id, source: 'inventory/router' };
      emit.push(...lines.map((line) => lineCommand(commandTypes[event.type], { ...cause, ...reasonOf(event) }, line)));
    }
    return { emit, rejected: [] };
  },
});
