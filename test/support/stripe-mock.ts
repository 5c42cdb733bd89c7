import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../localstack/kafka/free-port.ts';
import { spawnOwned } from '../../localstack/processes/owned-process.ts';
import { eventually } from './eventually.ts';
import { dynamodbJars } from './jars.ts';

const version = 'v0.203.0';
const cache = dirname(dynamodbJars);
const binary = join(cache, `stripe-mock-${version}`);

const hasGo = (): boolean => {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Why Stripe's own mock cannot be run here; undefined when it can. */
export const whyNoStripeMock: string | undefined =
  existsSync(binary) || hasGo() ? undefined : 'it is built from source, and there is no Go toolchain on this machine';

const build = async (): Promise<void> => {
  if (existsSync(binary)) return;
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(join(cache, '.stripe-mock-'));
  try {
    const args = ['install', `github.com/stripe/stripe-mock@${version}`];
    await promisify(execFile)('go', args, { env: { ...process.env, GOBIN: partial } });
    // Whole or not at all, whoever else builds it.
    renameSync(join(partial, 'stripe-mock'), binary);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
};

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

export interface StripeMock {
  readonly at: { readonly protocol: 'http'; readonly host: string; readonly port: number };
  stop(): Promise<void>;
}

/** Starts the server that Stripe publishes: it checks every request against the specification of its API. */
export const startStripeMock = async (): Promise<StripeMock> => {
  await build();
  const port = await freePort(new Set());
  const mock = spawnOwned({
    name: 'stripe-mock',
    command: binary,
    args: ['-http-addr', `127.0.0.1:${port}`],
    env: {},
  });
  await eventually('stripe-mock to listen', () => isListening(port));
  return { at: { protocol: 'http', host: '127.0.0.1', port }, stop: () => mock.stop() };
};
