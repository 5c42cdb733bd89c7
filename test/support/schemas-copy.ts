import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the contracts, so that they can be edited. */
export const schemasCopy = () => {
  const root = mkdtempSync(join(tmpdir(), 'schemas-'));
  cpSync(join(repository, 'schemas'), join(root, 'schemas'), { recursive: true });
  cpSync(join(repository, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  return {
    root,
    read,
    /** Edits a JSON file of it. */
    edit: <T>(path: string, change: (content: T) => void): void => {
      const content: T = read(path);
      change(content);
      writeFileSync(join(root, path), JSON.stringify(content));
    },
    /** Runs a script of it: `evolution/check`. */
    run: (script: string, ...options: readonly string[]) =>
      spawnSync(process.execPath, [`schemas/${script}.ts`, ...options], { cwd: root, encoding: 'utf8' }),
    remove: (): void => rmSync(root, { recursive: true, force: true }),
  };
};
