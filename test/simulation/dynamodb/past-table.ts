import type { Item } from './attribute-value.ts';
import type { SimulatedTable, TableReading } from './simulated-table.ts';
import { comparedBy } from './sorted-items.ts';

export interface PastChange {
  /** By the simulation's clock, in milliseconds. */
  readonly at: number;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** A table as it was: what is there now, but for what has changed since. */
export const pastTable = (table: SimulatedTable, since: readonly PastChange[]): TableReading => {
  const then = new Map<string, Item | undefined>();
  // Of several changes of an item, the first has the item before them.
  for (const { before, after } of since) {
    const name = table.nameOf(before ?? after ?? {});
    if (!then.has(name)) then.set(name, before);
  }
  const replaced = (now: readonly Item[], belongs: (item: Item) => boolean): readonly Item[] => [
    ...now.filter((item) => !then.has(table.nameOf(item))),
    ...[...then.values()].filter((item) => item !== undefined).filter(belongs),
  ];
  return {
    get: (key) => {
      const name = table.nameOf(key);
      return then.has(name) ? then.get(name) : table.get(key);
    },
    partition: (name, index) => {
      const { keys } = table.sorted(index);
      const belongs = (item: Item) => table.sorted(index).takes(item) && item[keys.partitionKey] === name;
      const items = replaced(table.partition(name, index), belongs);
      return [...items].sort((one, other) => comparedBy(keys.sortKeys, one, other));
    },
    all: (index) => replaced(table.all(index), (item) => table.sorted(index).takes(item)),
  };
};
