/**
 * A separate process that ends the processes which its parent leaves behind. Its arguments are the first process ids; the parent writes
 * further `+<pid>` and `-<pid>` lines to its standard input, which closes when the parent ends, even by SIGKILL. Every
 * registered process then gets SIGTERM, and SIGKILL a few seconds later. A process id that meanwhile belongs to another process is
 * skipped.
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from './process-identity.ts';

const graceMs = 4_000;
const pollMs = 100;

/** Process group id → identity of its leader when it was registered. */
const registered = new Map<number, string>();

const survivors = (): number[] =>
  [...registered].filter(([pid, identity]) => processIdentity(pid) === identity).map(([pid]) => pid);

const signal = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(-pid, name);
    } catch {
      // Gone since it was checked.
    }
  }
};

// Its own session already keeps the terminal's signals away; these are for a signal to every process by name.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

const register = (pid: number): void => {
  const identity = processIdentity(pid);
  if (identity !== undefined) registered.set(pid, identity);
};

for (const pid of process.argv.slice(2)) register(Number(pid));
// Visible in the list of processes from here on: no signal ends it any more but SIGTERM and SIGKILL.
process.title = 'orderstream-reaper';
for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  registered.delete(pid);
  if (line.startsWith('+')) register(pid);
}

const deadline = Date.now() + graceMs;
let left = survivors();
signal(left, 'SIGTERM');
signal(left, 'SIGCONT'); // A paused process handles the signal only once it runs again.
while (left.length > 0 && Date.now() < deadline) {
  await delay(pollMs);
  const alive = survivors();
  // The rest of the group of a leader that ended.
  signal(
    left.filter((pid) => !alive.includes(pid)),
    'SIGKILL',
  );
  left = alive;
}
signal(left, 'SIGKILL');
