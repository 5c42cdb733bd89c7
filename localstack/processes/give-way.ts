import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** Linux takes one such change in a tenth of a second from a user without privileges. */
const retryMs = 110;
const attempts = 20;

/**
 * Gives a process that leads a session of its own a lower priority.
 *
 * Linux may group processes by session (`sched_autogroup_enabled`, the default of desktop distributions): groups share the
 * processors evenly, and a priority counts within its group alone. The group's own priority is set too, then.
 *
 * @param priority 1 to 19.
 */
export const giveWay = (pid: number, priority: number): void => {
  setPriority(pid, priority);
  void setGroupPriority(`/proc/${pid}/autogroup`, priority);
};

const setGroupPriority = async (file: string, priority: number): Promise<void> => {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await writeFile(file, String(priority));
      return;
    } catch (error) {
      // Any other error: this system has no such groups, or does not let them be changed.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
    await delay(retryMs, undefined, { ref: false });
  }
};
