import type { Item } from './attribute-value.ts';
import { ValidationException } from './expression.ts';
import { itemSize } from './item-size.ts';
import { type PastChange, pastTable } from './past-table.ts';
import { SortedItems } from './sorted-items.ts';

interface TableKeys {
  readonly partitionKey: string;
  readonly sortKey?: string;
}

export interface TableDefinition extends TableKeys {
  readonly name: string;
  readonly timeToLive?: string;
  readonly indexes?: readonly (TableKeys & { readonly name: string; readonly projection: 'ALL' | 'KEYS_ONLY' })[];
}

/** What a table answers from, now or as of an earlier time. */
export interface TableReading {
  /** @param key with the table's keys, and maybe more. */
  get(key: Item): Item | undefined;
  /** A partition of the table or of one of its indexes, sorted: whole items. Good until the next write. */
  partition(name: string, index?: string): readonly Item[];
  /** All items of the table or of one of its indexes, in no order. */
  all(index?: string): readonly Item[];
}

const largestItem = 400 * 1024;

/** Changes that are remembered at least, for reads that are behind. */
const remembered = 200;

export const namesOf = ({ partitionKey, sortKey }: TableKeys): readonly string[] =>
  sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];

/** Items of one table by their keys. All keys are strings. Items are frozen: they are handed out as they are. */
export class SimulatedTable implements TableReading {
  readonly definition: TableDefinition;
  readonly #keys: readonly string[];
  readonly #items: SortedItems;
  readonly #indexes = new Map<string, SortedItems>();
  #past: PastChange[] = [];

  constructor(definition: TableDefinition) {
    this.definition = definition;
    this.#keys = namesOf(definition);
    const { partitionKey, sortKey, indexes = [] } = definition;
    this.#items = new SortedItems({ partitionKey, sortKeys: sortKey === undefined ? [] : [sortKey] });
    for (const index of indexes) {
      const sortKeys = [...namesOf(index).slice(1), ...this.#keys];
      this.#indexes.set(index.name, new SortedItems({ partitionKey: index.partitionKey, sortKeys }));
    }
  }

  /** @throws {ValidationException} it is not exactly the table's key. */
  keyOf(key: Item): Item {
    if (Object.keys(key).length !== this.#keys.length) this.#refuse();
    return this.keyed(key);
  }

  /** Checks that an item has the table's keys. @throws {ValidationException} */
  keyed(item: Item): Item {
    for (const name of this.#keys) if (typeof item[name] !== 'string' || item[name] === '') this.#refuse();
    return item;
  }

  isKey(name: string): boolean {
    return this.#keys.includes(name);
  }

  /** One name for each key. @param key with the table's keys, and maybe more. */
  nameOf(key: Item): string {
    const [partitionKey = '', sortKey] = this.#keys;
    return sortKey === undefined ? (key[partitionKey] as string) : `${key[partitionKey]}\0${key[sortKey]}`;
  }

  get(key: Item): Item | undefined {
    return this.#items.find(key);
  }

  partition(name: string, index?: string): readonly Item[] {
    return this.sorted(index).partition(name);
  }

  all(index?: string): readonly Item[] {
    return this.sorted(index).all();
  }

  /** @throws {ValidationException} there is no such index. */
  sorted(index?: string): SortedItems {
    const found = index === undefined ? this.#items : this.#indexes.get(index);
    if (found === undefined) {
      throw new ValidationException(`The table does not have the specified index: ${index}`);
    }
    return found;
  }

  /** Checks an item without storing it. @throws {ValidationException} */
  checked(item: Item): Item {
    this.keyed(item);
    for (const { keys } of this.#indexes.values()) {
      this.#checkIndexKey(item[keys.partitionKey]);
      for (const name of keys.sortKeys) this.#checkIndexKey(item[name]);
    }
    if (itemSize(item) > largestItem) {
      throw new ValidationException('Item size has exceeded the maximum allowed size');
    }
    return item;
  }

  /** Puts an item in the place of another of its key, either of which may be missing. @param at keeps how it was. */
  write(before: Item | undefined, after: Item | undefined, at?: number): void {
    if (after !== undefined) this.#items.put(after);
    else if (before !== undefined) this.#items.remove(before);
    for (const index of this.#indexes.values()) {
      const stays = before !== undefined && after !== undefined && index.same(before, after);
      if (!stays && before !== undefined && index.takes(before)) index.remove(before);
      if (after !== undefined && index.takes(after)) index.put(after);
    }
    if (at === undefined) return;
    this.#past.push({ at, before, after });
    if (this.#past.length > 2 * remembered) this.#past = this.#past.slice(-remembered);
  }

  /** The table as it was after all that happened up to a time; no earlier than it is remembered. */
  asOf(time: number): TableReading {
    let from = this.#past.length;
    while (from > 0 && (this.#past[from - 1]?.at ?? 0) > time) from -= 1;
    return from === this.#past.length ? this : pastTable(this, this.#past.slice(from));
  }

  /** Those past their time. @param seconds since the epoch. */
  expired(seconds: number): readonly Item[] {
    const { timeToLive } = this.definition;
    if (timeToLive === undefined) return [];
    return this.all().filter((item) => {
      const at = item[timeToLive];
      return typeof at === 'number' && at < seconds;
    });
  }

  #checkIndexKey(value: unknown): void {
    if (value !== undefined && typeof value !== 'string')
      throw new ValidationException('One or more parameter values were invalid: Type mismatch for Index Key');
  }

  #refuse(): never {
    throw new ValidationException('The provided key element does not match the schema');
  }
}
