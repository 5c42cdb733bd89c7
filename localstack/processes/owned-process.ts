import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { giveWay } from './give-way.ts';
import { register, unregister } from './reaper-client.ts';

/** Destination of a child's output: callbacks, or appended to one file. Discarded when absent. */
export type OwnedStdio =
  | { readonly onStdout?: (chunk: Buffer) => void; readonly onStderr?: (chunk: Buffer) => void }
  | { readonly logFile: string };

export interface OwnedProcessSpec {
  /** Used in error messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The child's whole environment; this process's own when absent. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Scheduling priority: 0 when absent, or up to 19 for a process that gives way to others. */
  readonly priority?: number;
  readonly stdio?: OwnedStdio;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process that cannot outlive this process, even its crash. Signals reach the child's own children too. */
export interface OwnedProcess {
  readonly pid: number;
  readonly name: string;
  /** Resolves once the process is gone and all its output has been delivered. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Sends a signal (default SIGTERM); does nothing once the process is gone. */
  kill(signal?: NodeJS.Signals): void;
  /** Sends `signal` (default SIGTERM), then SIGKILL after `graceMs` (default 5,000), resolves when gone. */
  stop(options?: { readonly signal?: NodeJS.Signals; readonly graceMs?: number }): Promise<void>;
  /** SIGSTOP: the process keeps its memory and sockets, and answers nothing. */
  pause(): void;
  resume(): void;
}

const defaultGraceMs = 5_000;

/**
 * Starts a child in a session of its own, so that the terminal's Ctrl-C reaches only this process, which decides the order
 * of stopping. If this process dies without stopping it, even by SIGKILL, the reaper ends the child within seconds.
 *
 * @throws {Error} naming the process when the command cannot be started.
 */
export const spawnOwned = (spec: OwnedProcessSpec): OwnedProcess => {
  const child = start(spec);
  const { pid } = child;
  if (pid === undefined) {
    // The reason follows in an event, a tick too late for the caller.
    child.once('error', () => undefined);
    throw new Error(
      `${spec.name}: cannot start "${spec.command}": is it installed, and does its working folder exist?`,
    );
  }
  register(pid);
  if (spec.priority !== undefined && spec.priority > 0) giveWay(pid, spec.priority);

  let gone = false;
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', () => {
      gone = true;
      unregister(pid);
      // Kill the rest of its group; a survivor would also hold the output pipes open.
      signalGroup(pid, 'SIGKILL');
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

  const kill = (signal: NodeJS.Signals = 'SIGTERM'): void => {
    if (!gone) signalGroup(pid, signal);
  };
  const resume = (): void => kill('SIGCONT');

  return {
    pid,
    name: spec.name,
    exited,
    kill,
    resume,
    pause: () => kill('SIGSTOP'),
    stop: async ({ signal = 'SIGTERM', graceMs = defaultGraceMs } = {}) => {
      kill(signal);
      resume(); // A paused process handles the signal only once it runs again.
      const lastResort = setTimeout(() => kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(lastResort);
    },
  };
};

const start = ({ command, args, cwd, env, stdio = {} }: OwnedProcessSpec): ChildProcess => {
  const options = { detached: true, ...(cwd === undefined ? {} : { cwd }), ...(env === undefined ? {} : { env }) };
  if ('logFile' in stdio) {
    const log = openSync(stdio.logFile, 'a');
    try {
      return spawn(command, args, { ...options, stdio: ['ignore', log, log] });
    } finally {
      closeSync(log);
    }
  }
  const { onStdout, onStderr } = stdio;
  const streams: StdioOptions = ['ignore', onStdout ? 'pipe' : 'ignore', onStderr ? 'pipe' : 'ignore'];
  const child = spawn(command, args, { ...options, stdio: streams });
  if (onStdout) child.stdout?.on('data', onStdout);
  if (onStderr) child.stderr?.on('data', onStderr);
  return child;
};

/** A detached child leads a process group of its own pid. */
const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
};

// macOS answers EPERM for a group of which only zombies are left.
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');
