import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './processes/process-identity.ts';

/** Releases the folder. */
export type Unlock = () => void;

/**
 * Locks a data folder for this process. A lock counts only while its process lives, even if another has its id by now.
 *
 * @throws {Error} naming folder and process when a living one has it.
 */
export const lockFolder = (folder: string): Unlock => {
  const path = join(folder, 'lock');
  for (;;) {
    if (tryToCreate(path)) return () => rmSync(path, { force: true });
    const found = contentOf(path);
    if (found === undefined) continue;
    const pid = livingHolder(found);
    if (pid !== undefined)
      throw new Error(`a platform (process ${pid}) already runs on ${folder}: stop it, or name another data folder`);
    remove(path, found);
  }
};

/** Created with its content: no reader sees a half-written lock. */
const tryToCreate = (path: string): boolean => {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, `${process.pid} ${processIdentity(process.pid)}`, { mode: 0o600 });
  return succeeds(
    'EEXIST',
    () => linkSync(draft, path),
    () => rmSync(draft),
  );
};

/** Removes the stale lock. Another process may have done so meanwhile and have put its own there: that one is restored. */
const remove = (path: string, stale: string): void => {
  const aside = `${path}.${randomUUID()}`;
  if (!succeeds('ENOENT', () => renameSync(path, aside))) return;
  if (contentOf(aside) !== stale) succeeds('EEXIST', () => linkSync(aside, path));
  rmSync(aside, { force: true });
};

const contentOf = (path: string): string | undefined => {
  let content: string | undefined;
  succeeds('ENOENT', () => {
    content = readFileSync(path, 'utf8');
  });
  return content;
};

const livingHolder = (content: string): number | undefined => {
  const [, pid = '0', identity] = /^(\d+) (.+)$/.exec(content) ?? [];
  return identity !== undefined && processIdentity(Number(pid)) === identity ? Number(pid) : undefined;
};

/** @returns false where `work` fails with this code. */
const succeeds = (unless: string, work: () => void, finish: () => void = () => undefined): boolean => {
  try {
    work();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === unless) return false;
    throw error;
  } finally {
    finish();
  }
};
