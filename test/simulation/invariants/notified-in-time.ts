import type { Watcher } from '../world/run-plan.ts';
import { onChange } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('notified in time');

interface NotificationItem {
  readonly item: string;
  readonly remembered?: { readonly outcome?: unknown };
}

/** Longer than an invocation that read the state before can go on: its timeout, and its last request. */
const longestMs = 240_000;

/** What counts as sent, or as failed, is not sent minutes later. */
export const notifiedInTime = (): Watcher => {
  /** By notification: when its outcome was stored. */
  const ended = new Map<string, number>();
  return {
    begin: (world) =>
      onChange<NotificationItem>(world, 'notifications', ({ before, after }) => {
        const { item = '', remembered } = after ?? {};
        if (remembered?.outcome === undefined || before?.remembered?.outcome !== undefined) return;
        ended.set(item, world.scheduler.now);
      }),
    end: (world) => {
      for (const { notificationId, at } of world.delivered) {
        const over = ended.get(`notification#${notificationId}`) ?? Number.POSITIVE_INFINITY;
        require(at < over + longestMs, () =>
          `Notification ${notificationId} had ended for ${at - over} ms, and was sent`);
      }
    },
  };
};
