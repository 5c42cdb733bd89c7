import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../bin/setup.mjs';

const execute = promisify(execFile);

let folder: string;
let server: Server;
let busy: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'up-'));
  await writeFile(join(folder, 'file'), '');
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  busy = String((server.address() as { port: number }).port);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** @param entry what is run: with the set-up before it, or without. */
const up = async (entry: string, ...args: readonly string[]) => {
  // The set-up would fill an empty cache.
  const env = { ...process.env, ORDERSTREAM_CACHE: join(folder, 'cache') };
  const command = [join(root, 'bin', entry), 'up', '--data', join(folder, 'data'), ...args];
  try {
    return { code: 0, ...(await execute(process.execPath, command, { env, timeout: 60_000 })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

describe('orderstream up', () => {
  it.each([
    ['an unknown stage', () => ['--stage', 'staging'], 'there is no stage "staging": name one of dev, prod'],
    [
      'an unknown stage, written in one',
      () => ['--stage=staging'],
      'there is no stage "staging": name one of dev, prod',
    ],
    ['a port that is none', () => ['--port', '65536'], '--port 65536 is none: name one from 1 to 65535'],
    [
      'a version of Kafka that is none',
      () => ['--kafka', '4.4'],
      '--kafka 4.4 is no version of Kafka: give all three numbers, for instance 4.4.0',
    ],
    ['port zero', () => ['--port=0'], '--port 0 is none: name one from 1 to 65535'],
    ['a name for a port', () => ['--port', 'http'], '--port http is none: name one from 1 to 65535'],
    [
      'a port in use',
      () => ['--port', busy],
      'is in use: end what uses it, name another, or leave --port out for one that is free',
    ],
  ])('ends with 2 and one line on %s, before the set-up', async (_, args, problem) => {
    const { code, stdout, stderr } = await up('orderstream.mjs', ...args());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(stderr).toContain(problem);
    expect(await readdir(folder)).toEqual(['file']);
  });

  it.each([
    ['an unknown stage', () => ['--stage', 'localstack'], 'Allowed choices are dev, prod'],
    ['a port in use', () => ['--port', busy], 'is in use'],
    ['a file for a folder', () => ['--data', join(folder, 'file')], 'is no folder: name one with --data'],
    ['an issuer alone', () => ['--issuer', 'https://issuer.example'], 'need both --issuer <url> and --audience <name>'],
    ['an audience alone', () => ['--audience', 'shop'], 'need both --issuer <url> and --audience <name>'],
    [
      'an issuer that cannot be trusted',
      () => ['--issuer', 'http://issuer.example', '--audience', 'shop'],
      'is not an https URL',
    ],
    ['a word too many', () => ['now'], 'too many arguments'],
  ])('ends with 2 on %s, before it starts anything', async (_, args, problem) => {
    const { code, stdout, stderr } = await up('orderstream.ts', ...args());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(await readdir(folder)).toEqual(['file']);
  });
});
