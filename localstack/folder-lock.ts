import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './processes/process-identity.ts';

/** Gives the folder free again. */
export type Unlock = () => void;

/**
 * Takes a data folder for this process. The lock of a process that is gone, even if its id is another's by now, does not count.
 *
 * @throws {Error} naming folder and process when a living one has it.
 */
export const lockFolder = (folder: string): Unlock => {
  const path = join(folder, 'lock');
  for (;;) {
    if (tryToCreate(path)) return () => rmSync(path, { force: true });
    const { pid, identity } = holderOf(path);
    if (identity !== undefined && processIdentity(pid) === identity) {
      throw new Error(`a platform (process ${pid}) already runs on ${folder}: stop it, or name another data folder`);
    }
    rmSync(path, { force: true });
  }
};

const tryToCreate = (path: string): boolean => {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${process.pid} ${processIdentity(process.pid)}`);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const holderOf = (path: string): { readonly pid: number; readonly identity: string | undefined } => {
  const [, pid = '0', identity] = /^(\d+) (.+)$/.exec(readFileSync(path, 'utf8')) ?? [];
  return { pid: Number(pid), identity };
};
