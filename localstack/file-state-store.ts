import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { StateStore } from './state-store.ts';

/**
 * A store in a JSON file that only its owner may read. Each change is on disk when `set` returns, and the file is replaced as a
 * whole: a crash leaves the one before or the one after.
 *
 * @throws {Error} naming the file when it cannot be read.
 */
export const fileStateStore = (path: string): StateStore => {
  const values = new Map(Object.entries(existsSync(path) ? read(path) : {}));
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      values.set(key, value);
      const partial = `${path}.partial`;
      writeFileSync(partial, `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`, { mode: 0o600 });
      renameSync(partial, path);
    },
  };
};

const read = (path: string): Record<string, string> => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} is damaged: repair it, or start with fresh data`, { cause });
  }
};
