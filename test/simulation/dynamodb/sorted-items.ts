import { comparedStrings, type Item } from './attribute-value.ts';

export interface KeyNames {
  readonly partitionKey: string;
  /** In their order. What has none of these beside its partition is alone there. */
  readonly sortKeys: readonly string[];
}

/** Order of two items of one partition. Keys are strings. */
export const comparedBy = (sortKeys: readonly string[], one: Item, other: Item): number => {
  for (const name of sortKeys) {
    const order = comparedStrings(one[name] as string, other[name] as string);
    if (order !== 0) return order;
  }
  return 0;
};

const none: readonly Item[] = [];

/** The items of a table or of an index by their partition, sorted within it. */
export class SortedItems {
  readonly keys: KeyNames;
  readonly #partitions = new Map<string, Item[]>();

  constructor(keys: KeyNames) {
    this.keys = keys;
  }

  /** Whether an item has all the keys: an index is sparse. */
  takes(item: Item): boolean {
    if (item[this.keys.partitionKey] === undefined) return false;
    for (const name of this.keys.sortKeys) if (item[name] === undefined) return false;
    return true;
  }

  /** Whether two items have one place. */
  same(one: Item, other: Item): boolean {
    const { partitionKey, sortKeys } = this.keys;
    return one[partitionKey] === other[partitionKey] && sortKeys.every((name) => one[name] === other[name]);
  }

  /** @param key with the keys, and maybe more. */
  find(key: Item): Item | undefined {
    const items = this.#partitions.get(key[this.keys.partitionKey] as string);
    if (items === undefined) return undefined;
    const found = items[this.#place(items, key)];
    return found !== undefined && comparedBy(this.keys.sortKeys, found, key) === 0 ? found : undefined;
  }

  /** In the place of the one with the same keys, if there is one. */
  put(item: Item): void {
    const name = item[this.keys.partitionKey] as string;
    const items = this.#partitions.get(name);
    if (items === undefined) {
      this.#partitions.set(name, [item]);
      return;
    }
    const place = this.#place(items, item);
    const there = items[place];
    if (there !== undefined && comparedBy(this.keys.sortKeys, there, item) === 0) items[place] = item;
    else items.splice(place, 0, item);
  }

  remove(item: Item): void {
    const name = item[this.keys.partitionKey] as string;
    const items = this.#partitions.get(name);
    if (items === undefined) return;
    items.splice(this.#place(items, item), 1);
    if (items.length === 0) this.#partitions.delete(name);
  }

  /** Sorted. Good until the next write. */
  partition(name: string): readonly Item[] {
    return this.#partitions.get(name) ?? none;
  }

  /** Partition after partition, in no order of theirs. */
  all(): readonly Item[] {
    return [...this.#partitions.values()].flat();
  }

  /** Where the first item is that is not before the key. */
  #place(items: readonly Item[], key: Item): number {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparedBy(this.keys.sortKeys, items[middle] as Item, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
