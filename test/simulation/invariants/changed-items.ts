import { isMovedShard } from '../../../schemas/due-index.ts';
import type { TableName } from '../../../schemas/tables.ts';
import type { World } from '../world/world.ts';

/** An item as it was and is; T is what its table's adapter writes. */
export interface Changed<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** Called with each item of a table that a commit changed. */
export const onChange = <T>(world: World, table: TableName, listener: (change: Changed<T>) => void): void => {
  world.onCommit.push((changes) => {
    for (const { table: name, before, after } of changes) {
      if (name === table) listener({ before: before as T | undefined, after: after as T | undefined });
    }
  });
};

/** All items of a table. */
export const itemsOf = <T>({ database }: World, table: TableName): readonly T[] =>
  database.table(table).all() as readonly T[];

/** All items of a table that wait for their time. */
export const dueItemsOf = ({ database }: World, table: TableName): readonly object[] =>
  database
    .table(table)
    .all('due')
    .filter((item) => !isMovedShard(Object(item).due_shard));

export const itemOf = <T>(
  { database }: World,
  table: TableName,
  key: Readonly<Record<string, string>>,
): T | undefined => database.table(table).get(key) as T | undefined;
