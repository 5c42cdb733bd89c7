import type { StockAdjusted } from '../../../schemas/generated/types.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { World } from '../world/world.ts';
import { itemsOf } from './changed-items.ts';
import { eventOf, firstOccurrences } from './first-occurrences.ts';
import { isSold, orderRecords } from './order-records.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('conserved stock');

interface StockItem {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  readonly adjusted: number;
}

const add = (to: Map<string, number>, sku: string, units: number): void => void to.set(sku, (to.get(sku) ?? 0) + units);

/** The emitted adjustments. */
const adjustments = (world: World): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const record of firstOccurrences(world).of('inventory.updated')) {
    const event = eventOf(record);
    if (event.type === 'STOCK_ADJUSTED' && event.state === 'ADJUSTED') add(sums, event.sku, event.delta);
  }
  return sums;
};

const isAnswered = (world: World): ((adjustmentId: string) => boolean) => {
  const answered = new Set(
    firstOccurrences(world)
      .of('inventory.updated')
      .map((record) => eventOf(record) as StockAdjusted)
      .filter(({ type }) => type === 'STOCK_ADJUSTED')
      .map(({ reservation_id }) => reservation_id),
  );
  return (id) => answered.has(id);
};

/** Drained: what was put in is available or sold, what is sold is what paid orders have, and nothing is held any more. */
export const conservedStock = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    const sold = new Map<string, number>();
    for (const order of orderRecords(world).filter(isSold)) {
      for (const { sku, qty } of order.lines) add(sold, sku, qty);
    }
    const adjusted = adjustments(world);
    for (const stock of itemsOf<StockItem>(world, 'stock')) {
      const { sku } = stock;
      const emitted = adjusted.get(sku) ?? 0;
      require(stock.adjusted === emitted, () => `${sku} was adjusted by ${stock.adjusted}, emitted is ${emitted}`);
      require(stock.reserved === 0, () => `${stock.reserved} of ${sku} are still reserved`);
      const wanted = sold.get(sku) ?? 0;
      sold.delete(sku);
      require(stock.sold === wanted, () => `${stock.sold} of ${sku} are sold, paid orders have ${wanted}`);
      require(stock.available === emitted - wanted, () =>
        `${stock.available} of ${sku} are available, of ${emitted} with ${wanted} sold`);
    }
    const [missing] = sold.keys();
    require(missing === undefined, () => `Paid orders have ${missing}, of which there is no stock`);
    const answered = isAnswered(world);
    for (const record of firstOccurrences(world).of('inventory.commands')) {
      const event = eventOf(record);
      require(event.type !== 'ADJUST' || answered(event.reservation_id), () =>
        `The adjustment of ${record.key} was never decided: ${record.value}`);
    }
  },
});
