import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadReport } from '../../bin/load/load-report.ts';
import type { PipelineFigures } from '../../functions/ops/model/pipeline-figures-domain.ts';
import { type PlatformState, readPlatformState } from '../../localstack/platform-state.ts';
import { eventually } from '../support/eventually.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = join(root, 'bin', 'orderstream.ts');
const execute = promisify(execFile);
const readyWithinMs = 240_000;

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of another terminal, run to its end. */
const orderstream = async (...args: readonly string[]): Promise<Run> => {
  try {
    const { stdout, stderr } = await execute(process.execPath, [script, ...args], { cwd: root });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

/** All processes below one, however deep. */
const descendants = async (pid: number): Promise<number[]> => {
  const { stdout } = await execute('ps', ['-eo', 'pid=,ppid=']);
  const children = Map.groupBy(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
    ([, parent]) => parent,
  );
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

const portsOf = ({ apiUrl, endpoints, console: operatorConsole }: PlatformState): number[] => [
  ...[
    apiUrl,
    endpoints.dynamodb,
    endpoints.lambda,
    endpoints.secrets,
    endpoints.control,
    operatorConsole?.url ?? '',
  ].map((each) => Number(new URL(each).port)),
  ...endpoints.kafka.split(',').map((address) => Number(address.split(':')[1])),
];

const nothingLeft = async (pids: readonly number[], ports: readonly number[], withinMs: number): Promise<void> => {
  await eventually('every process gone', () => !pids.some(isAlive), withinMs);
  expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => false));
};

describe('orderstream up', () => {
  let folder: string;
  let up: ChildProcess;
  let errors = '';

  const state = (): Promise<PlatformState> =>
    eventually(
      'the platform ready',
      () => {
        if (up.exitCode !== null) throw new Error(`it ended with ${up.exitCode}:\n${errors}`);
        return printed.includes('\n') && readPlatformState(folder);
      },
      readyWithinMs,
    );
  let printed = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orderstream-cli-'));
    printed = '';
    errors = '';
    up = spawn(process.execPath, [script, 'up', '--data', folder, '--json'], { cwd: root });
    up.stdout?.on('data', (chunk) => (printed += chunk));
    up.stderr?.on('data', (chunk) => (errors += chunk));
  });
  afterEach(async () => {
    if (up.exitCode === null && up.signalCode === null) up.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 });
  });

  /** Orders arrive until Ctrl-C; then the load waits for them all and reports. */
  const loadUntilCtrlC = async (): Promise<void> => {
    const options = ['--rate', '2', '--minutes', '30', '--lines', '2', '--skus', '8', '--data', folder, '--json'];
    const load = spawn(process.execPath, [script, 'load', ...options], { cwd: root });
    let report = '';
    let live = '';
    load.stdout.on('data', (chunk) => (report += chunk));
    load.stderr.on('data', (chunk) => (live += chunk));
    const ended = new Promise((resolve) => load.once('close', (code) => resolve(code)));
    try {
      // A line is shown every ten seconds where there is no terminal.
      await eventually('an order accepted', () => / \d+ × 201 /.test(live), readyWithinMs);
      load.kill('SIGINT');
      expect([await ended, live]).toEqual([0, expect.stringContaining('SIGINT: no more orders are placed')]);
    } finally {
      load.kill('SIGKILL');
    }
    const { run, answers, conservation, partitions } = JSON.parse(report) as LoadReport;
    expect(run).toMatchObject({ rate: 2, lines: 2, skus: 8, interrupted: true });
    const accepted = answers['201'] ?? 0;
    expect(accepted).toBeGreaterThan(0);
    expect(conservation).toMatchObject({ holds: true, faults: [], accepted, paid: accepted, lost: 0, unfinished: 0 });
    expect(conservation.stock).toMatchObject({ sold: 2 * accepted, reserved: 0 });
    const received = new Map(partitions.map(({ topic, records }) => [topic, records]));
    expect(received.get('inventory.commands')).toBeGreaterThanOrEqual(2 * 2 * accepted);
  };

  /** Each look is a line of JSON; Ctrl-C is the usual end. */
  const watchUntilCtrlC = async (): Promise<void> => {
    const options = ['--data', folder, '--interval', '1', '--json'];
    const watch = spawn(process.execPath, [script, 'watch', ...options], { cwd: root });
    let looks = '';
    watch.stdout.on('data', (chunk) => (looks += chunk));
    const ended = new Promise((resolve) => watch.once('close', (code) => resolve(code)));
    try {
      await eventually('three looks', () => looks.split('\n').length > 3, readyWithinMs);
      watch.kill('SIGINT');
      expect(await ended).toBe(0);
    } finally {
      watch.kill('SIGKILL');
    }
    const figures = looks
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PipelineFigures);
    const [first, , third] = figures;
    expect(first).toMatchObject({ seconds: null, under_replicated_partitions: 0, offline_partitions: 0, unread: [] });
    expect(third?.seconds).toBeGreaterThan(1);
    const saga = third?.topics.flatMap(({ consumers }) => consumers).find(({ group }) => group === 'order-saga.orders');
    expect(saga).toMatchObject({ lag_records: 0, lag_seconds: 0, consumed_per_second: 0, drain_seconds: 0 });
  };

  it('serves other terminals, shows the timeline of an order, and leaves nothing after Ctrl-C', async () => {
    const running = await state();
    const docsUrl = new URL('/docs/', running.apiUrl).href;
    const consoleUrl = running.console?.url ?? '';
    expect(JSON.parse(printed)).toEqual({ apiUrl: running.apiUrl, docsUrl, apiKey: running.apiKey, consoleUrl });
    expect(await orderstream('console', '--data', folder)).toMatchObject({ code: 0, stdout: `${consoleUrl}\n` });
    const opened = await fetch(consoleUrl, { redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/console/']);

    const docs = await fetch(docsUrl);
    expect(docs.status).toBe(200);
    expect(await docs.text()).toContain('<title>orderstream: HTTP API</title>');
    const document = (await (await fetch(new URL('openapi.json', docsUrl))).json()) as { readonly servers: unknown };
    expect(document.servers).toMatchObject([{ url: running.apiUrl.slice(0, -1) }]);

    const placed = await orderstream('place', '85123A:2', '71053', '--key', 'k', '--data', folder, '--json');
    expect(placed).toMatchObject({ code: 0 });
    const order = JSON.parse(placed.stdout);
    expect(order).toMatchObject({ status: 'CREATED', amount: 2 * 255 + 339, replayed: false });
    const again = await orderstream('place', '85123A:2', '71053', '--key', 'k', '--data', folder, '--json');
    expect(JSON.parse(again.stdout)).toEqual({ ...order, replayed: true });

    const watched = await orderstream('status', order.order_id, '--watch', '--data', folder);
    expect(watched.stdout.match(/CREATED|PROCESSING|PAID/g)).toEqual(['CREATED', 'PROCESSING', 'PAID']);

    const unknown = await orderstream('place', 'no-such-sku', '--data', folder);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('/items/0');

    await loadUntilCtrlC();
    await watchUntilCtrlC();
    const ledger = await orderstream('ledger', '--data', folder, '--json');
    expect([ledger.code, JSON.parse(ledger.stdout)]).toMatchObject([
      0,
      { balanced: true, orders: { in_flight: 0, parked: 0 }, money: { source: 'gateway' }, stocks: { unsettled: 0 } },
    ]);

    const second = await orderstream('up', '--data', folder);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^error: .*\n$/m);

    const pids = await descendants(running.pid);
    expect(pids.length).toBeGreaterThan(6);
    const ports = portsOf(running);
    expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => true));
    const ended = new Promise((resolve) => up.once('exit', (code) => resolve(code)));
    up.kill('SIGINT');
    expect(await ended).toBe(0);
    await nothingLeft(pids, ports, 10_000);
    expect(await readPlatformState(folder)).toBeUndefined();
  });

  it('leaves nothing for longer than ten seconds after SIGKILL', async () => {
    const running = await state();
    const pids = await descendants(running.pid);
    process.kill(running.pid, 'SIGKILL');
    await nothingLeft(pids, portsOf(running), 10_000);
  });
});

it('npm start leaves nothing for longer than ten seconds after SIGKILL of npm', async () => {
  const others = await mkdtemp(join(tmpdir(), 'orderstream-npm-'));
  const npm = spawn('npm', ['start', '--', '--data', others], { cwd: root, stdio: 'ignore' });
  try {
    const running = await eventually('the platform ready', () => readPlatformState(others), readyWithinMs);
    const pids = await descendants(npm.pid ?? 0);
    expect(pids).toContain(running.pid);
    npm.kill('SIGKILL');
    await nothingLeft(pids, portsOf(running), 10_000);
  } finally {
    npm.kill('SIGKILL');
    await rm(others, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 });
  }
});

describe('orderstream', () => {
  it('has help for every command', async () => {
    const { stdout, code } = await orderstream('--help');
    expect(code).toBe(0);
    for (const command of ['up', 'console', 'place', 'status', 'import', 'load', 'demo', 'watch', 'ledger']) {
      expect(stdout).toContain(command);
      const help = await orderstream(command, '--help');
      expect(help.code).toBe(0);
      expect(help.stdout).toContain('--json');
    }
  });

  it.each([
    ['an unknown command', ['fly']],
    ['an option it does not know', ['place', 'x', '--colour', 'red']],
    ['a number out of bounds', ['import', 'x.csv', '--orders', '0']],
    ['a folder where nothing runs', ['status', 'x', '--data', join(tmpdir(), 'no-such-folder')]],
    ['a file that is not there', ['demo', '--file', 'no-such.csv']],
    ['a rate that is no number', ['load', '--rate', 'fast', '--minutes', '1']],
    [
      'a load without a platform',
      ['load', '--rate', '1', '--minutes', '1', '--data', join(tmpdir(), 'no-such-folder')],
    ],
    ['an interval out of bounds', ['watch', '--interval', '0']],
    ['a shell that it does not know', ['completion', 'tcsh']],
    ['a line that is none', ['place', '85123A:two']],
  ])('ends with 2 and one clear error on %s', async (_, args) => {
    const { code, stderr } = await orderstream(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
