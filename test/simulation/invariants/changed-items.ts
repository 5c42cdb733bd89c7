import type { TableName } from '../../../lib/config/tables.ts';
import type { World } from '../world/world.ts';

/** An item as it was and is; T is what its table's adapter writes. */
export interface Changed<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** Told of each item of a table that a commit changed. */
export const onChange = <T>(world: World, table: TableName, listener: (change: Changed<T>) => void): void => {
  world.onCommit.push((changes) => {
    for (const { table: name, before, after } of changes) {
      if (name === table) listener({ before: before as T | undefined, after: after as T | undefined });
    }
  });
};

/** All items of a table, or of its index of what is due. */
export const itemsOf = <T>({ database }: World, table: TableName, index?: 'due'): readonly T[] =>
  database.table(table).all(index) as readonly T[];

export const itemOf = <T>(
  { database }: World,
  table: TableName,
  key: Readonly<Record<string, string>>,
): T | undefined => database.table(table).get(key) as T | undefined;
