import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type OwnedProcess, type OwnedStdio, spawnOwned } from '../../../../localstack/processes/owned-process.ts';
import { processIdentity } from '../../../../localstack/processes/process-identity.ts';
import { eventually } from '../../../support/eventually.ts';

/** Whether Linux groups processes by session, and lets this one change its group. */
const canSetGroupPriority = (): boolean => {
  try {
    writeFileSync('/proc/self/autogroup', '0', { flag: 'r+' });
    return true;
  } catch {
    return false;
  }
};

const started: OwnedProcess[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.stop({ graceMs: 0 })));
});

const node = (source: string, stdio?: OwnedStdio, env?: Record<string, string>): OwnedProcess => {
  const child = spawnOwned({
    name: 'child',
    command: process.execPath,
    args: ['--eval', source],
    ...(stdio ? { stdio } : {}),
    ...(env ? { env } : {}),
  });
  started.push(child);
  return child;
};

/** Starts `source`, which must print something once it is up; then resolves with the child. */
const nodeUp = async (source: string): Promise<{ child: OwnedProcess; firstOutput: string }> => {
  const output = Promise.withResolvers<string>();
  const child = node(source, { onStdout: (chunk) => output.resolve(chunk.toString()) });
  return { child, firstOutput: await output.promise };
};

const forever = 'console.log("up"); setInterval(() => undefined, 1000);';

test('reports the exit code, after all output', async () => {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const child = node('console.log("x".repeat(200_000)); console.error("oops"); process.exitCode = 3;', {
    onStdout: (chunk) => stdout.push(chunk),
    onStderr: (chunk) => stderr.push(chunk),
  });

  expect(await child.exited).toEqual({ code: 3, signal: null });
  expect(Buffer.concat(stdout)).toHaveLength(200_001);
  expect(Buffer.concat(stderr).toString()).toBe('oops\n');
});

test('gives exactly its environment', async () => {
  const stdout: Buffer[] = [];
  const source = 'console.log(JSON.stringify(process.env))';
  await node(source, { onStdout: (chunk) => stdout.push(chunk) }, { ONLY: 'this' }).exited;
  expect(JSON.parse(Buffer.concat(stdout).toString())).toEqual({ ONLY: 'this' });
});

test('gives way to others where its priority is lower', async () => {
  const child = spawnOwned({ name: 'child', command: process.execPath, args: ['--eval', forever], priority: 10 });
  started.push(child);
  expect(getPriority(child.pid)).toBe(10);
  expect(getPriority(node(forever).pid)).toBe(getPriority());
});

test.skipIf(!canSetGroupPriority())('gives way to others where Linux groups processes by session', async () => {
  const child = spawnOwned({ name: 'child', command: process.execPath, args: ['--eval', forever], priority: 10 });
  started.push(child);
  const groupOf = (pid: number): string => readFileSync(`/proc/${pid}/autogroup`, 'utf8').trim();
  await eventually('the priority of its group', () => groupOf(child.pid).endsWith('nice 10'));
  expect(groupOf(node(forever).pid)).toMatch(/nice 0$/);
});

test('appends output to a log file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'owned-process-'));
  const logFile = join(folder, 'child.log');
  await node('console.log("first")', { logFile }).exited;
  await node('console.error("second")', { logFile }).exited;
  expect(readFileSync(logFile, 'utf8')).toBe('first\nsecond\n');
  await rm(folder, { recursive: true });
});

test('names the process and the command that cannot be started', () => {
  expect(() => spawnOwned({ name: 'node-1', command: 'no-such-command', args: [] })).toThrow(
    /node-1: cannot start "no-such-command"/,
  );
});

test('stop sends SIGTERM first', async () => {
  const { child } = await nodeUp(`process.on('SIGTERM', () => process.exit(7)); ${forever}`);
  await child.stop();
  expect(await child.exited).toEqual({ code: 7, signal: null });
});

test('stop ends by force what does not heed', async () => {
  const { child } = await nodeUp(`process.on('SIGTERM', () => undefined); ${forever}`);
  await child.stop({ graceMs: 50 });
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('stop reaches a paused process', async () => {
  const { child } = await nodeUp(forever);
  child.pause();
  await child.stop();
  expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
});

test('signals after the end do nothing', async () => {
  const child = node('');
  await child.exited;
  child.kill('SIGKILL');
  child.pause();
  await child.stop();
  expect(await child.exited).toEqual({ code: 0, signal: null });
});

test('children of the child end with it, also when it crashes', async () => {
  const { child, firstOutput } = await nodeUp(
    `const { pid } = require('node:child_process').spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'],
       { stdio: 'inherit' });
     console.log(pid);
     setInterval(() => undefined, 1000);`,
  );
  const grandchild = Number(firstOutput);
  expect(processIdentity(grandchild)).toBeDefined();

  process.kill(child.pid, 'SIGKILL'); // The child alone, not its group.
  await child.exited;
  await eventually('the grandchild to end', () => processIdentity(grandchild) === undefined);
});
