import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./reaper.ts', import.meta.url));

const registered = new Set<number>();
let reaper: ChildProcess | undefined;

/** Registers a process group that must not outlive this process. Starts the reaper at the first call. */
export const register = (pid: number): void => {
  registered.add(pid);
  if (reaper === undefined) startReaper();
  else send(`+${pid}`);
};

/** Reverts {@link register}: the process is gone and its id may soon be another's. */
export const unregister = (pid: number): void => {
  registered.delete(pid);
  send(`-${pid}`);
};

const send = (line: string): void => {
  reaper?.stdin?.write(`${line}\n`);
};

const startReaper = (): void => {
  // Passed as arguments, so that it has them also where this process ends before it has written a line.
  const args = [script, ...[...registered].map(String)];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  reaper = child;
  child.once('error', () => undefined);
  child.stdin?.once('error', () => undefined);
  // The reaper alone was ended: a new one takes over.
  child.once('exit', () => {
    reaper = undefined;
    if (registered.size > 0) startReaper();
  });
  // It must not keep this process running: the pipe that closes with this process is its signal to work.
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
};
