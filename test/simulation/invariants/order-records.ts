import type { OrderState } from '../../../schemas/generated/types.ts';
import type { World } from '../world/world.ts';
import { itemsOf } from './changed-items.ts';
import { firstOccurrences } from './first-occurrences.ts';

interface OrderLine {
  readonly sku: string;
  readonly qty: number;
}

/** What became of an order that is in Kafka. */
export interface OrderRecord {
  readonly order_id: string;
  /** Undefined where the saga has not received it. */
  readonly status: OrderState | undefined;
  readonly amount: number;
  readonly lines: readonly OrderLine[];
  /** The saga's item. */
  readonly saga: Readonly<Record<string, unknown>>;
}

interface OrderItem extends Readonly<Record<string, unknown>> {
  readonly order_id: string;
  readonly part: string;
  readonly status?: OrderState;
}

const sold: ReadonlySet<OrderState | undefined> = new Set<OrderState>(['PAID', 'SHIPPED', 'COMPLETED']);
/** Whether its customer pays for it, and its units are his. */
export const isSold = ({ status }: OrderRecord): boolean => sold.has(status);

/** Every emitted order, whether its client received an answer or not. */
export const orderRecords = (world: World): readonly OrderRecord[] => {
  const sagas = new Map(itemsOf<OrderItem>(world, 'orders').map((item) => [item.order_id, item]));
  return firstOccurrences(world)
    .of('orders.created')
    .flatMap(({ json }) => {
      const event = json as { readonly type: string } & Omit<OrderRecord, 'lines'> & {
          readonly line_items: readonly OrderLine[];
        };
      if (event.type !== 'ORDER_CREATED') return [];
      const { order_id, amount, line_items: lines } = event;
      const saga: OrderRecord['saga'] = sagas.get(order_id) ?? {};
      return { order_id, amount, lines, saga, status: saga['status'] as OrderState | undefined };
    });
};
