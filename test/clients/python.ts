import { execFileSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import type { OrdersApi } from '../support/api/orders-api.ts';
import { pythonTool } from '../support/python-tool.ts';
import { addProgram, environmentOf, run } from './generated-client.ts';

const answers = (command: string, args: readonly string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export const whyNoPython: string | undefined = answers('python3', [
  '-c',
  'import sys, venv; sys.exit(sys.version_info < (3, 11))',
])
  ? undefined
  : 'there is no Python ≥ 3.11 with its venv module on this machine';

export const whyNoMaven: string | undefined = answers('mvn', ['--version'])
  ? undefined
  : 'there is no Maven on this machine';

/** openapi-python-client, in an environment that has what generated clients in Python need too. */
export const pythonClientTool = (): Promise<string> =>
  pythonTool({ name: 'openapi-python-client', requirements: new URL('requirements.txt', import.meta.url) });

/** Its folder first: it looks for its formatter by name. */
export const toolPath = (executable: string): Readonly<Record<string, string>> => ({
  PATH: `${dirname(executable)}${delimiter}${process.env['PATH'] ?? ''}`,
});

/** Compiles every module of a generated package and runs a program with it. */
export const runPython = async (packages: string, program: string, folder: string, api: OrdersApi): Promise<string> => {
  const python = join(dirname(await pythonClientTool()), 'python3');
  await run(python, ['-m', 'compileall', '-q', packages]);
  addProgram(program, folder);
  return run(python, [program], { cwd: folder, env: { ...environmentOf(api), PYTHONPATH: packages } });
};
