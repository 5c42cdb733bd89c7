import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const parts = [
  ...['bin', 'console', 'docs', 'functions', 'lib', 'localstack', 'patches', 'schemas', 'test'],
  ...['.dependency-cruiser.cjs', 'cdk.json', 'package.json', 'tsconfig.json'],
];

/** A copy of the whole tree, so that it can be edited; `node_modules` is a link. */
export const treeCopy = () => {
  const root = mkdtempSync(join(tmpdir(), 'orderstream-tree-'));
  for (const part of parts) cpSync(join(repository, part), join(root, part), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  return {
    root,
    read: (path: string): string => readFileSync(join(root, path), 'utf8'),
    /** The files of the repository that differ in the copy. */
    edited: (): readonly string[] =>
      parts
        .flatMap((part) => filesUnder(join(repository, part)))
        .map((path) => relative(repository, path))
        .filter((path) => !readFileSync(join(repository, path)).equals(readFileSync(join(root, path))))
        .sort(),
    /** Runs a script with Node in the copy. */
    run: (...command: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
      return { status, output: `${stdout}${stderr}`.trim() };
    },
    remove: (): void => rmSync(root, { recursive: true, force: true }),
  };
};

const filesUnder = (path: string): readonly string[] => {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};
