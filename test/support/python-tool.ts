import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../bin/setup.mjs';

const execute = promisify(execFile);

/** The missing prerequisites of this machine. */
export class MissingPython extends Error {}

const run = async (command: string, args: readonly string[], needed: string): Promise<void> => {
  try {
    await execute(command, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    const { stderr = '', message } = cause as { readonly stderr?: string; readonly message: string };
    throw new MissingPython(`${needed}\n${stderr || message}`, { cause });
  }
};

export interface PythonTool {
  /** Of its executable. */
  readonly name: string;
  /** The file that pins it and all it stands on. */
  readonly requirements: URL;
}

/**
 * A tool from PyPI in a virtual environment of its own, which is made once for each content of its requirements.
 * @returns path of the executable.
 * @throws {MissingPython} there is no Python, or the package index cannot be reached.
 */
export const pythonTool = async ({ name, requirements }: PythonTool): Promise<string> => {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(root, 'node_modules', '.cache', 'orderstream', `${name}-${key}`);
  const executable = join(folder, 'bin', name);
  if (existsSync(executable)) return executable;
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await run('python3', ['-m', 'venv', folder], 'Python 3.11 or newer with its venv module is needed:');
  const install = ['-m', 'pip', 'install', '--quiet', '--requirement', requirements.pathname];
  try {
    await run(join(folder, 'bin', 'python3'), install, `${name} cannot be installed:`);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return executable;
};
