// Runs a script of this repository as it should be run: after the set-up, under Node 24, whatever Node started it.
//   node bin/launch.mjs <script> [arguments]
import { execFileSync, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node, root, SetupError, setup } from './setup.mjs';

const parentCheckMs = 500;

/** Node keeps what it compiles: hundreds of modules, half a second of each later start. */
const compiled = join(root, 'node_modules', '.cache', 'orderstream', 'compiled');

/** Memory that Node takes for short-lived objects grows to three times this many megabytes; sixteen by default. */
const sparing = ['--max-semi-space-size=8'];

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** npm runs a script in a shell, which outlives it: the shell's parent. Undefined when npm did not start us. */
const npmProcess = () => {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  try {
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(process.ppid)], { encoding: 'utf8' }));
  } catch {
    return undefined;
  }
};

/** @returns never: ends this process as the script ended. */
export const launch = async (script, args) => {
  try {
    await setup();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env };
  const child = spawn(node(), [...sparing, resolve(root, script), ...args], { stdio: 'inherit', env });
  // A terminal sends Ctrl-C to both processes; a script may signal this one alone. The child takes both for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A parent (npm, a shell) that is killed outright stops no child: end when it is gone.
  const parent = process.ppid;
  const npm = npmProcess();
  const orphanWatch = setInterval(() => {
    if (process.ppid !== parent || (npm !== undefined && !isAlive(npm))) child.kill('SIGTERM');
  }, parentCheckMs);
  child.on('exit', (code, signal) => {
    clearInterval(orphanWatch);
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [script, ...args] = process.argv.slice(2);
  if (!script) {
    process.stderr.write('usage: node bin/launch.mjs <script> [arguments]\n');
    process.exit(2);
  }
  await launch(script, args);
}
