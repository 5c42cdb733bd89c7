import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { processIdentity } from '../../../../localstack/processes/process-identity.ts';
import { eventually } from '../../../support/eventually.ts';

const program = fileURLToPath(new URL('../../../support/parent-of-three.ts', import.meta.url));
const reaperScript = fileURLToPath(new URL('../../../../localstack/processes/reaper.ts', import.meta.url));

let parent: ChildProcess | undefined;

afterEach(() => {
  parent?.kill('SIGKILL');
});

const isAlive = (pid: number): boolean => processIdentity(pid) !== undefined;

/** The reaper of a parent, once it is ready. */
const reaperOf = (pid: number): number | undefined => {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const line = stdout
    .split('\n')
    .find((text) => text.includes('orderstream-reaper') && text.trim().split(/\s+/)[1] === `${pid}`);
  return line === undefined ? undefined : Number.parseInt(line, 10);
};

const startParent = async () => {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  parent = child;
  if (child.pid === undefined) throw new Error('the parent did not start');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { meek, stubborn, paused } = JSON.parse(String(line)) as Record<'meek' | 'stubborn' | 'paused', number>;
  const { pid } = child;
  const reaper = await eventually('the reaper', () => reaperOf(pid));
  const kill = (signal: NodeJS.Signals) => child.kill(signal);
  return { pid, reaper, kill, children: [meek, stubborn, paused] };
};

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a parent ended by %s leaves no process after ten seconds',
  async (signal) => {
    const { reaper, kill, children } = await startParent();
    expect(children.filter(isAlive)).toEqual(children);

    kill(signal);

    await eventually('the children and the reaper to end', () => ![...children, reaper].some(isAlive), 10_000);
  },
);

test('a reaper that was ended alone is replaced', async () => {
  const { pid, reaper, kill, children } = await startParent();
  process.kill(reaper, 'SIGKILL');
  await eventually('another reaper', () => {
    const now = reaperOf(pid);
    return now !== undefined && now !== reaper;
  });

  kill('SIGKILL');

  await eventually('the children to end', () => !children.some(isAlive), 10_000);
});

test('a reaper whose parent ended before it wrote a line ends what it was started with', async () => {
  const left = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'], { detached: true });
  const reaper = spawn(process.execPath, [reaperScript, `${left.pid}`], { stdio: ['pipe', 'ignore', 'inherit'] });
  try {
    reaper.stdin.end();

    expect(await once(reaper, 'exit')).toEqual([0, null]);
    await eventually('what was left to end', () => left.signalCode === 'SIGTERM');
  } finally {
    left.kill('SIGKILL');
  }
});

test('the reaper leaves alone what was taken back, and ends with a parent that left nothing', async () => {
  const bystander = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'], { detached: true });
  const reaper = spawn(process.execPath, [reaperScript], { stdio: ['pipe', 'ignore', 'inherit'] });

  reaper.stdin.end(`+${bystander.pid}\n-${bystander.pid}\n`);

  expect(await once(reaper, 'exit')).toEqual([0, null]);
  expect(isAlive(bystander.pid ?? 0)).toBe(true);
  bystander.kill('SIGKILL');
});

test('an interrupt does not end the reaper before its parent', async () => {
  const { reaper, children } = await startParent();
  process.kill(reaper, 'SIGINT');
  parent?.kill('SIGINT');
  await eventually('the children to end', () => ![...children, reaper].some(isAlive), 10_000);
});
