import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root } from '../../bin/setup.mjs';

const execute = promisify(execFile);

/** The Pythons for which a lock was made, the best first, and the LocalStack of the lock. */
const supported = { '3.13': '4.14.0', '3.11': '4.4.0' } as const;
type PythonVersion = keyof typeof supported;
const versions = Object.keys(supported) as readonly PythonVersion[];

const requirementsOf = (version: PythonVersion): string =>
  fileURLToPath(new URL(`requirements-${supported[version]}.txt`, import.meta.url));

/** Where a Python of that version may be: among those of pyenv, or on the path. */
const candidates = (version: PythonVersion): readonly string[] => {
  const pyenv = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(pyenv) ? readdirSync(pyenv) : [];
  return [
    ...installed.filter((name) => name.startsWith(`${version}.`)).map((name) => join(pyenv, name, 'bin', 'python3')),
    `python${version}`,
    'python3',
  ];
};

const isVersion = async (command: string, version: PythonVersion): Promise<boolean> => {
  const { stdout } = await execute(command, ['--version']).catch(() => ({ stdout: '' }));
  return stdout.startsWith(`Python ${version}.`);
};

interface Python {
  readonly command: string;
  readonly version: PythonVersion;
}

const findPython = async (): Promise<Python> => {
  for (const version of versions) {
    for (const command of candidates(version)) if (await isVersion(command, version)) return { command, version };
  }
  throw new Error(`Python ${versions.join(' or ')} is needed and was not found: install it, for instance with pyenv`);
};

/**
 * LocalStack in a virtual environment of its own, made once for each content of the lock.
 * @returns path of its Python.
 */
export const localStackPython = async (onProgress: (line: string) => void): Promise<string> => {
  const { command, version } = await findPython();
  const requirements = requirementsOf(version);
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(root, 'node_modules', '.cache', 'orderstream', `localstack-${key}`);
  const python = join(folder, 'bin', 'python3');
  const installed = join(folder, 'installed');
  if (existsSync(installed)) return python;
  onProgress(`installing LocalStack ${supported[version]} from PyPI, once; it takes a minute or two`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await execute(command, ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements];
  await execute(python, install, { maxBuffer: 64 * 1024 * 1024 });
  await mkdir(installed);
  return python;
};
