import type { TableName } from '../../../schemas/tables.ts';
import type { Watcher } from '../world/run-plan.ts';
import { dueItemsOf, itemsOf } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('nothing due');

/** The gateway has its statement under its index: that waits for nothing. */
const waiting = ['orders', 'payments', 'notifications'] as const satisfies readonly TableName[];

/** Drained, nothing waits for its time, and no message for its turn. */
export const nothingDue = (): Watcher => ({
  end: (world) => {
    for (const table of waiting) {
      const [due] = dueItemsOf(world, table);
      require(due === undefined, () => `In ${table} there still waits ${JSON.stringify(due)}`);
    }
    for (const { item } of itemsOf<{ readonly item: string }>(world, 'notifications'))
      require(!item.startsWith('waiting#'), () => `In the queue of a user there still waits ${item}`);
  },
});
