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

/** The only Python for which the lock was made. The LocalStack of earlier ones does not know the functions' runtime. */
const pythonVersion = '3.13';
const requirements = fileURLToPath(new URL('requirements-4.14.0.txt', import.meta.url));

/** Where a Python of that version may be: on the path, or among those of pyenv. */
const candidates = (): readonly string[] => {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(versions) ? readdirSync(versions) : [];
  return [
    ...installed
      .filter((name) => name.startsWith(`${pythonVersion}.`))
      .map((name) => join(versions, name, 'bin', 'python3')),
    `python${pythonVersion}`,
    'python3',
  ];
};

const isWanted = async (command: string): Promise<boolean> => {
  const { stdout } = await execute(command, ['--version']).catch(() => ({ stdout: '' }));
  return stdout.startsWith(`Python ${pythonVersion}.`);
};

const findPython = async (): Promise<string> => {
  for (const candidate of candidates()) if (await isWanted(candidate)) return candidate;
  throw new Error(`Python ${pythonVersion} is needed and was not found: install it, for instance with pyenv`);
};

/**
 * LocalStack in a virtual environment of its own, made once for each content of the lock.
 * @returns path of its Python.
 */
export const localStackPython = async (onProgress: (line: string) => void): Promise<string> => {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(root, 'node_modules', '.cache', 'orderstream', `localstack-${key}`);
  const python = join(folder, 'bin', 'python3');
  const installed = join(folder, 'installed');
  if (existsSync(installed)) return python;
  onProgress('installing LocalStack from PyPI, once; it takes a minute or two');
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await execute(await findPython(), ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements];
  await execute(python, install, { maxBuffer: 64 * 1024 * 1024 });
  await mkdir(installed);
  return python;
};
