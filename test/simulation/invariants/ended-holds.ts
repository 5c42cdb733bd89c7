import { recordOf } from '../../../functions/inventory/ledger-item.dynamodb.ts';
import type { ReservationState } from '../../../functions/inventory/stock-domain.ts';
import { eventId } from '../../../functions/shared/kernel/ids.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { World } from '../world/world.ts';
import { type Changed, itemsOf, onChange } from './changed-items.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { isSold, orderRecords } from './order-records.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('ended holds');

interface KeptOutcome {
  readonly order_id: string;
  readonly sku: string;
  readonly state: ReservationState;
}

/** By order and SKU: all that their reservation came to. */
const reservations = (world: World): ReadonlyMap<string, ReadonlySet<ReservationState>> => {
  const states = new Map<string, Set<ReservationState>>();
  const add = (owner: string, sku: string, state: ReservationState): void => {
    const name = `${owner} ${sku}`;
    states.set(name, (states.get(name) ?? new Set<ReservationState>()).add(state));
  };
  for (const item of itemsOf<Readonly<Record<string, unknown>>>(world, 'stock')) {
    for (const { owner, sku, state } of recordOf(item).log) add(owner, sku, state);
  }
  for (const { order_id, sku, state } of itemsOf<KeptOutcome>(world, 'reservations'))
    add(order_id, sku.split('#')[0] ?? sku, state);
  return states;
};

interface HoldItem {
  readonly order_id: string;
  readonly lines: readonly { readonly sku: string }[];
  readonly due_at?: string;
  readonly expired_at?: string;
}

/** Its time is over before it has ended, or never; and whoever ends it for that has said what is given back. */
const expires =
  (world: World) =>
  ({ before, after }: Changed<HoldItem>): void => {
    if (after?.expired_at === undefined) return;
    const { order_id, lines } = after;
    const wasDue = before?.due_at !== undefined;
    require(before?.expired_at !== undefined || wasDue, () => `The hold of order ${order_id} has ended, and expires`);
    const isEnded = wasDue && after.due_at === undefined;
    // The router ends holds for what it hears of their orders.
    if (!isEnded || world.machine.serving?.name === 'inventory/router') return;
    for (const { sku } of lines) {
      const id = eventId(order_id, 'RELEASE', `${sku} EXPIRED`);
      require(firstOccurrences(world).find(id) !== undefined, () =>
        `The hold of order ${order_id} has expired, its ${sku} was not given back`);
    }
  };

/**
 * What is found expired had not ended. Drained, it was given back; and what an order held was sold where it stands paid, and given
 * back, or never had, where it does not.
 */
export const endedHolds = (): Watcher => ({
  begin: (world) => {
    firstOccurrences(world);
    onChange<HoldItem>(world, 'holds', expires(world));
  },
  end: (world) => {
    const states = reservations(world);
    const holds = new Set(itemsOf<HoldItem>(world, 'holds').map(({ order_id }) => order_id));
    for (const order of orderRecords(world)) {
      const { order_id, status, lines } = order;
      require(holds.has(order_id), () => `Order ${order_id} never held anything`);
      for (const { sku } of lines) {
        const had = states.get(`${order_id} ${sku}`) ?? new Set();
        const isGivenBack = had.has('RELEASED') || had.has('REJECTED');
        require(isSold(order) ? had.has('COMMITTED') && !isGivenBack : isGivenBack, () =>
          `Order ${order_id} is ${status}, its ${sku} came to ${[...had].join(', ') || 'nothing'}`);
      }
    }
  },
});
