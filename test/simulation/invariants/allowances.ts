import type { Watcher } from '../world/run-plan.ts';
import { onChange } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('allowances');

interface AllowanceItem {
  readonly user_id: string;
  readonly item: string;
  readonly version: number;
  /** When the bucket is full again: later with each message. */
  readonly full_at: number;
  /** When the queue is looked at, where there is one: another with each turn. */
  readonly due_at?: string;
}

/**
 * What a user may still be sent is written over a version before: nothing that was sent goes uncounted. No user is sent anything
 * past those who wait.
 */
export const allowances = (): Watcher => ({
  begin: (world) =>
    onChange<AllowanceItem>(world, 'notifications', ({ before, after }) => {
      if (after?.item !== 'allowance') return;
      const { user_id, version, full_at, due_at } = after;
      if (before === undefined) return;
      require(version > before.version, () =>
        `The allowance of ${user_id} went from version ${before.version} to ${version}`);
      const passed = before.due_at !== undefined && before.due_at === due_at && full_at > before.full_at;
      require(!passed, () => `A message to ${user_id} overtook those in the queue`);
    }),
});
