import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** Memory of one process, in MB. */
export interface ProcessMemory {
  /** Resident now. */
  readonly residentMb: number;
  /** Highest resident so far, where the system keeps it (Linux); else as `residentMb`. */
  readonly peakMb: number;
  /**
   * The part of the peak that the kernel cannot reclaim. Lambda's limit is a control group's: before it kills, the kernel drops
   * pages of mapped files, and some 40 MB of every Node process are the Node binary itself. Where the system does not
   * distinguish them (macOS), as `residentMb`.
   */
  readonly unreclaimablePeakMb: number;
}

/** Whether a process's memory can be read at once, in some 30 µs (Linux). */
export const hasProc: boolean = process.platform === 'linux';

/** Reads the memory of processes by pid. Those that are gone are left out. */
export const readProcessMemory = async (pids: readonly number[]): Promise<ReadonlyMap<number, ProcessMemory>> => {
  if (!hasProc) return fromPs(pids);
  return new Map(
    pids.flatMap((pid) => {
      const memory = fromProc(pid);
      return memory === undefined ? [] : [[pid, memory]];
    }),
  );
};

/**
 * Memory of processes together, in MB. Shared pages count once, where the system reports them (Linux): the Node binary alone
 * is 40 MB of each of dozens.
 */
export const readMemoryTogether = async (pids: readonly number[]): Promise<number> => {
  if (!hasProc) return [...(await fromPs(pids)).values()].reduce((sum, { residentMb }) => sum + residentMb, 0);
  return pids.reduce((sum, pid) => sum + (parseProportional(contentOf(`/proc/${pid}/smaps_rollup`)) ?? 0), 0);
};

/** @param rollup text of `/proc/<pid>/smaps_rollup`. */
export const parseProportional = (rollup: string): number | undefined => {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
};

/** For systems with `/proc`. `undefined` if the process is gone. */
export const fromProc = (pid: number): ProcessMemory | undefined => parseProcStatus(contentOf(`/proc/${pid}/status`));

const contentOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** @param status text of `/proc/<pid>/status`; a process that has ended, but is not yet reaped, has no memory lines. */
export const parseProcStatus = (status: string): ProcessMemory | undefined => {
  const megabytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  const residentMb = megabytes('VmRSS');
  const peakMb = megabytes('VmHWM');
  const unreclaimablePeakMb = peakMb - megabytes('RssFile') - megabytes('RssShmem');
  return Number.isNaN(unreclaimablePeakMb + residentMb) ? undefined : { residentMb, peakMb, unreclaimablePeakMb };
};

/** For systems without `/proc`. */
export const fromPs = async (pids: readonly number[]): Promise<ReadonlyMap<number, ProcessMemory>> => {
  if (pids.length === 0) return new Map();
  // `ps` exits with 1 when one of the processes is gone, and prints the others all the same.
  const printed = await promisify(execFile)('ps', ['-o', 'pid=,rss=', '-p', pids.join(',')]).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout?: string }) => error.stdout ?? '',
  );
  return parsePs(printed);
};

/** @param printed lines of `<pid> <resident kB>`. */
export const parsePs = (printed: string): ReadonlyMap<number, ProcessMemory> => {
  const rows = printed.trim().split('\n').filter(Boolean);
  return new Map(
    rows.map((row) => {
      const [pid = Number.NaN, kilobytes = Number.NaN] = row.trim().split(/\s+/).map(Number);
      const residentMb = kilobytes / 1024;
      return [pid, { residentMb, peakMb: residentMb, unreclaimablePeakMb: residentMb }];
    }),
  );
};
