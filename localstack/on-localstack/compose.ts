import { fileURLToPath } from 'node:url';
import { controlPlane, withAdmin } from '../kafka/control-plane.ts';
import type { KafkaBrokers } from '../kafka/resources.ts';
import { setScramUsers, type UserNode } from '../kafka/scram-users.ts';
import { spawnOwned } from '../processes/owned-process.ts';

const composeFile = fileURLToPath(new URL('../compose.yml', import.meta.url));

/** Ports of `compose.yml` on loopback: of clients, and of the control plane. */
const nodes: readonly UserNode[] = [1, 2, 3, 4, 5].map((node) => ({
  name: `kafka-${node}`,
  state: 'running',
  clientAddress: `127.0.0.1:1909${node}`,
  internalAddress: `127.0.0.1:1919${node}`,
}));

/** The brokers of the compose file, as this machine reaches them. */
export const composeBrokers = (): KafkaBrokers => {
  const controlled = controlPlane(nodes.map(({ internalAddress }) => internalAddress));
  return {
    nodes,
    bootstrapBrokers: nodes.map(({ clientAddress }) => clientAddress).join(','),
    setUsers: (users) => setScramUsers(nodes, users),
    admin: (use) => withAdmin(controlled, use),
  };
};

/** Runs docker; its output goes to `onLine`. @returns whether it exited with 0, and the end of its output. */
export type RunDocker = (
  args: readonly string[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
) => Promise<{ readonly done: boolean; readonly output: string }>;

const keptOutput = 4_000;

const runDocker: RunDocker = async (args, onLine, signal) => {
  let output = '';
  const receive = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-keptOutput);
    for (const line of chunk.toString().split(/[\r\n]+/)) if (line.trim() !== '') onLine(line.trim());
  };
  const child = spawnOwned({
    name: 'docker',
    command: 'docker',
    args,
    stdio: { onStdout: receive, onStderr: receive },
  });
  const end = (): void => child.kill('SIGINT');
  signal?.addEventListener('abort', end);
  const { code } = await child.exited;
  signal?.removeEventListener('abort', end);
  return { done: code === 0, output: output.trim() };
};

/** Docker, or its compose plugin, is missing: the message has the remedy. */
export class NoDocker extends Error {
  override readonly name = 'NoDocker';
}

const quiet = (): void => undefined;
const advice =
  'npm run localstack needs Docker with its compose plugin: install it from https://docs.docker.com/get-docker and start it.\n' +
  'Without Docker, `npm start` runs the same platform, and `npm run test:localstack-host` runs it on a LocalStack from PyPI.';

/** @throws {NoDocker} naming what is missing. */
export const requireDocker = async (run: RunDocker = runDocker): Promise<void> => {
  const docker = (...args: readonly string[]) =>
    run(args, quiet).catch((error: unknown) => ({ done: false, output: String(error) }));
  const engine = await docker('version', '--format', '{{.Server.Version}}');
  if (!engine.done) throw new NoDocker(`There is no Docker engine: ${engine.output}\n${advice}`);
  const compose = await docker('compose', 'version');
  if (!compose.done) throw new NoDocker(`Docker has no compose plugin: ${compose.output}\n${advice}`);
};

const compose = async (
  args: readonly string[],
  onLine: (line: string) => void,
  run: RunDocker,
  signal?: AbortSignal,
): Promise<void> => {
  const { done, output } = await run(
    ['compose', '--file', composeFile, '--progress', 'plain', ...args],
    onLine,
    signal,
  );
  signal?.throwIfAborted();
  if (!done) throw new Error(`docker compose ${args[0]} failed:\n${output}`);
};

/** Starts everything on fresh data and resolves when all of it is healthy. */
export const composeUp = async (
  onLine: (line: string) => void,
  signal?: AbortSignal,
  run: RunDocker = runDocker,
): Promise<void> => {
  await composeDown(quiet, run);
  await compose(['up', '--detach', '--wait', '--quiet-pull'], onLine, run, signal);
};

/** Removes everything, its data too. Also the containers of functions, which LocalStack removes on an orderly stop. */
export const composeDown = (onLine: (line: string) => void, run: RunDocker = runDocker): Promise<void> =>
  compose(['down', '--volumes', '--remove-orphans'], onLine, run);
