import { type AttributeValue, compared, copied, type Item } from './attribute-value.ts';
import { ValidationException } from './expression.ts';

interface TableKeys {
  readonly partitionKey: string;
  readonly sortKey?: string;
}

export interface TableDefinition extends TableKeys {
  readonly name: string;
  readonly timeToLive?: string;
  readonly indexes?: readonly (TableKeys & { readonly name: string; readonly projection: 'ALL' | 'KEYS_ONLY' })[];
}

const largestItem = 400 * 1024;

const namesOf = ({ partitionKey, sortKey }: TableKeys): readonly string[] =>
  sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];

/** Items of one table by their keys. All keys are strings. */
export class SimulatedTable {
  readonly definition: TableDefinition;
  readonly #items = new Map<string, Item>();

  constructor(definition: TableDefinition) {
    this.definition = definition;
  }

  /** @throws {ValidationException} it is not exactly the table's key. */
  keyOf(key: Item): Item {
    const names = namesOf(this.definition);
    const sound = names.every((name) => typeof key[name] === 'string' && key[name] !== '');
    if (!sound || Object.keys(key).length !== names.length) {
      throw new ValidationException('The provided key element does not match the schema');
    }
    return key;
  }

  /** @throws {ValidationException} an attribute of the key is missing. */
  keyIn(item: Item): Item {
    return this.keyOf(
      Object.fromEntries(
        namesOf(this.definition).flatMap((name) => (name in item ? [[name, item[name] as AttributeValue]] : [])),
      ),
    );
  }

  get(key: Item): Item | undefined {
    return this.#items.get(this.#name(key));
  }

  /** Checks an item without storing it. @throws {ValidationException} */
  checked(item: Item): Item {
    this.keyIn(item);
    for (const index of this.definition.indexes ?? []) {
      for (const name of namesOf(index)) {
        if (name in item && typeof item[name] !== 'string') {
          throw new ValidationException('One or more parameter values were invalid: Type mismatch for Index Key');
        }
      }
    }
    if (JSON.stringify(item).length > largestItem) {
      throw new ValidationException('Item size has exceeded the maximum allowed size');
    }
    return copied(item) as Item;
  }

  put(item: Item): void {
    this.#items.set(this.#name(this.keyIn(item)), item);
  }

  delete(key: Item): void {
    this.#items.delete(this.#name(key));
  }

  /** All items, in the order of partition and sort key of the table or of one of its indexes. */
  items(indexName?: string): readonly Item[] {
    const index = this.definition.indexes?.find(({ name }) => name === indexName);
    if (indexName !== undefined && index === undefined) {
      throw new ValidationException(`The table does not have the specified index: ${indexName}`);
    }
    const keys = index ?? this.definition;
    const projected = (item: Item): Item => {
      if (index === undefined || index.projection === 'ALL') return item;
      const names = [...namesOf(index), ...namesOf(this.definition)];
      return Object.fromEntries(names.map((name) => [name, item[name] ?? null]));
    };
    return [...this.#items.values()]
      .filter((item) => namesOf(keys).every((name) => name in item))
      .map(projected)
      .sort((one, other) => {
        for (const name of [...namesOf(keys), ...namesOf(this.definition)]) {
          const order = compared(one[name] ?? '', other[name] ?? '') ?? 0;
          if (order !== 0) return order;
        }
        return 0;
      });
  }

  /** Drops what is past its time, as DynamoDB does within days. @param seconds since the epoch. */
  expire(seconds: number): void {
    const { timeToLive } = this.definition;
    if (timeToLive === undefined) return;
    for (const [name, item] of this.#items) {
      const at = item[timeToLive];
      if (typeof at === 'number' && at < seconds) this.#items.delete(name);
    }
  }

  #name(key: Item): string {
    return JSON.stringify(namesOf(this.definition).map((name) => key[name]));
  }
}
