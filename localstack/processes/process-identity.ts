import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Distinguishes a process from a later one with the same id: its start time, in a form that is only good for comparing.
 * Undefined when there is no such process, or only its zombie.
 */
export const processIdentity = (pid: number): string | undefined =>
  process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid);

const isZombie = (state: string | undefined): boolean => state === undefined || /^[ZX]/.test(state);

/** proc_pid_stat(5): the third field is the state, the 22nd the start time; the second, in parentheses, may hold anything. */
const identityFromProc = (pid: number): string | undefined => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return isZombie(fields[0]) ? undefined : fields[19];
};

const identityFromPs = (pid: number): string | undefined => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state, ...startTime] = (stdout ?? '').trim().split(/\s+/);
  return state === '' || isZombie(state) ? undefined : startTime.join(' ');
};
