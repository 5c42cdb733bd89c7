import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  composeBrokers,
  composeDown,
  composeUp,
  NoDocker,
  type RunDocker,
  requireDocker,
} from '../../../../localstack/on-localstack/compose.ts';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const file = read('localstack/compose.yml');

/** Docker with scripted answers, which records its commands. */
const docker = (fails: (command: string) => boolean = () => false) => {
  const commands: string[] = [];
  const run: RunDocker = async (args) => {
    const command = args.join(' ');
    commands.push(command.replace(/ --file \S+ --progress plain/, ''));
    return { done: !fails(command), output: fails(command) ? 'no such thing' : '' };
  };
  return { run, commands };
};

describe('the compose file', () => {
  const published = [...file.matchAll(/ports: \[(.+)\]/g)].flatMap(([, list = '']) => list.split(', '));

  it('publishes ports on loopback alone', () => {
    expect(published).toHaveLength(11);
    for (const port of published) expect(port).toMatch(/^"127\.0\.0\.1:/);
  });

  it('has the brokers where the code looks for them', async () => {
    const { bootstrapBrokers, nodes } = composeBrokers();
    expect(nodes).toHaveLength(5);
    for (const address of bootstrapBrokers.split(',')) {
      expect(published).toContain(`"${address}:9092"`);
      expect(file).toContain(`CLIENT://${address},`);
    }
    for (const { internalAddress } of nodes as readonly { internalAddress: string }[]) {
      expect(published).toContain(`"${internalAddress}:9096"`);
      expect(file).toContain(`CONTROL://${internalAddress}\n`);
    }
  });

  it('runs the Kafka of the local platform, and the last LocalStack without a token', () => {
    const [, version] = /<kafka\.version>(.+)<\/kafka\.version>/.exec(read('localstack/kafka/pom.xml')) ?? [];
    expect(file.match(/apache\/kafka:\$\{KAFKA_VERSION:-(.+)\}/)?.[1]).toBe(version);
    const lock = read('test/localstack-host/requirements-4.14.0.txt');
    expect(lock).toContain(`localstack-core==${file.match(/LOCALSTACK_VERSION:-(.+)\}/)?.[1]}\n`);
  });
});

describe('docker', () => {
  it('is there with its compose plugin', async () => {
    await expect(requireDocker(docker().run)).resolves.toBeUndefined();
  });

  it.each([
    ['engine', (command: string) => command.startsWith('version')],
    ['compose plugin', (command: string) => command.startsWith('compose')],
  ])('that has no %s is reported, with the remedy', async (what, fails) => {
    const failure = requireDocker(docker(fails).run);
    await expect(failure).rejects.toBeInstanceOf(NoDocker);
    await expect(failure).rejects.toThrow(what);
    await expect(failure).rejects.toThrow('npm run test:localstack-host');
  });

  it('that is not installed is reported', async () => {
    const run: RunDocker = async () => {
      throw new Error('cannot start "docker"');
    };
    await expect(requireDocker(run)).rejects.toThrow('There is no Docker engine: Error: cannot start "docker"');
  });
});

describe('containers', () => {
  it('start on fresh data, and are waited for', async () => {
    const { run, commands } = docker();
    await composeUp(() => {}, undefined, run);
    expect(commands).toEqual(['compose down --volumes --remove-orphans', 'compose up --detach --wait --quiet-pull']);
  });

  it('that do not start are reported with docker’s output', async () => {
    const { run } = docker((command) => command.includes(' up '));
    await expect(composeUp(() => {}, undefined, run)).rejects.toThrow('docker compose up failed:\nno such thing');
  });

  it('are not started after an abort', async () => {
    const { run } = docker();
    await expect(composeUp(() => {}, AbortSignal.abort(new Error('gone')), run)).rejects.toThrow('gone');
  });

  it('leave nothing behind', async () => {
    const { run, commands } = docker();
    await composeDown(() => {}, run);
    expect(commands).toEqual(['compose down --volumes --remove-orphans']);
  });
});
