import type { ReservationState } from '../../../functions/inventory/model/stock-domain.ts';
import { outcomesIn, recordOf } from '../../../functions/inventory/store/ledger-item.dynamodb.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { World } from '../world/world.ts';
import { itemsOf } from './changed-items.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { isSold, orderRecords } from './order-records.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('ended holds');

type Attributes = Readonly<Record<string, unknown>>;

/** By order and SKU: all that their reservation came to. */
const reservations = (world: World): ReadonlyMap<string, ReadonlySet<ReservationState>> => {
  const states = new Map<string, Set<ReservationState>>();
  const add = (owner: string, sku: string, state: ReservationState): void => {
    const name = `${owner} ${sku}`;
    states.set(name, (states.get(name) ?? new Set<ReservationState>()).add(state));
  };
  const logged = itemsOf<Attributes>(world, 'stock').flatMap((item) => recordOf(item).log);
  const kept = itemsOf<Attributes>(world, 'reservations').flatMap(outcomesIn);
  for (const { owner, sku, state } of [...logged, ...kept]) add(owner, sku, state);
  return states;
};

/** Drained, what an order held was sold where it stands paid, and given back, or never had, where it does not. */
export const endedHolds = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    const states = reservations(world);
    const holds = new Set(itemsOf<{ readonly order_id: string }>(world, 'holds').map(({ order_id }) => order_id));
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
