import type { Item } from './attribute-value.ts';
import type { SimulatedTable, TableReading } from './simulated-table.ts';

/** An item is put in the place of another; either may be missing. */
export interface ItemWrite {
  readonly table: SimulatedTable;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What requests are executed on. */
export interface Store {
  /** @throws {ResourceNotFoundException} */
  table(name: string | undefined): SimulatedTable;
  /** Where a read is answered from: a table as it is, or was. */
  reading(table: SimulatedTable, consistent: boolean | undefined): TableReading;
  /** Applies all, as one. */
  commit(writes: readonly ItemWrite[]): void;
}

export const metadata = { $metadata: {} };
