import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../bin/setup.mjs';
import { lockFolder } from '../../../localstack/folder-lock.ts';
import { type Platform, startPlatform } from '../../../localstack/platform.ts';
import type { PlatformOptions } from '../../../localstack/platform-options.ts';
import { readPlatformState } from '../../../localstack/platform-state.ts';
import { processIdentity } from '../../../localstack/processes/process-identity.ts';
import { topicDefinitions } from '../../../schemas/catalogue.ts';
import { eventually } from '../../support/eventually.ts';
import { dynamodbJars, kafkaJars } from '../../support/jars.ts';

const startMs = 300_000;

describe('the platform', () => {
  let options: PlatformOptions;
  let platform: Platform;

  beforeAll(async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'platform-'));
    options = { dataFolder, fresh: false, jars: { kafka: kafkaJars, dynamodb: dynamodbJars }, root, stage: 'dev' };
    platform = await startPlatform(options);
  }, startMs);

  afterAll(async () => {
    await platform.stop();
    await rm(options.dataFolder, { recursive: true });
  });

  const health = () => fetch(new URL('health', platform.apiUrl), { headers: { 'x-api-key': platform.apiKey } });

  const control = async (method: string, path: string) => {
    const { endpoints, control } = platform.state;
    const headers = { authorization: `Bearer ${control.token}` };
    return (await fetch(endpoints.control + path, { method, headers })).json();
  };

  it('answers through API, function and template', async () => {
    const response = await health();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ok' });
  });

  it('keeps no process of a function that the deployment alone calls', async () => {
    const provisioner = 'orderstream-dev-ops-kafka-access';
    expect(platform.lambdaReports.coldStartsOf(provisioner)).not.toEqual([]);
    await eventually('its processes to end', async () =>
      (await platform.lambda.statistics()).every(({ functionName }) => functionName !== provisioner),
    );
  });

  it('refuses a client without the API key', async () => {
    expect((await fetch(new URL('orders/x', platform.apiUrl))).status).toBe(403);
  });

  it('created every topic of the catalogue', async () => {
    const topics = await platform.kafka.admin((admin) => admin.listTopics());
    expect(topics).toEqual(expect.arrayContaining(topicDefinitions.map(({ name }) => name)));
  });

  it('writes its address for other commands, readable by their owner alone', async () => {
    expect(await readPlatformState(options.dataFolder)).toEqual(platform.state);
    expect((await stat(join(options.dataFolder, 'platform.json'))).mode & 0o777).toBe(0o600);
    expect(platform.outputs['ApiUrl']).toBe(platform.apiUrl);
  });

  it('can be queried and controlled from outside', async () => {
    await control('POST', '/kafka/nodes/node-3/pause');
    expect(await control('GET', '/statistics')).toMatchObject({
      kafka: expect.arrayContaining([{ name: 'node-3', state: 'paused' }]),
      memoryMb: expect.any(Number),
    });
    expect(await control('POST', '/kafka/nodes/node-3/resume')).toEqual({ name: 'node-3', state: 'running' });
  });

  it('runs once on a data folder', async () => {
    await expect(startPlatform(options)).rejects.toThrow(`already runs on ${options.dataFolder}`);
    expect((await health()).status).toBe(200);
  });

  it(
    'leaves nothing when stopped, and goes on with its data when started again',
    async () => {
      const { apiKey, state } = platform;
      await platform.kafka.admin((admin) => admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] }));
      await platform.stop();
      expect(Object.values(state.processes)).toHaveLength(6);
      expect(Object.values(state.processes).map(processIdentity)).toEqual(Array(6).fill(undefined));
      expect(await readPlatformState(options.dataFolder)).toBeUndefined();
      for (const url of [platform.apiUrl, state.endpoints.dynamodb, state.endpoints.control, state.endpoints.secrets]) {
        await expect(fetch(url)).rejects.toThrow();
      }

      platform = await startPlatform(options);
      expect(platform.apiKey).toBe(apiKey);
      expect(await platform.kafka.admin((admin) => admin.listTopics())).toContain('kept');
      expect((await health()).status).toBe(200);
    },
    startMs,
  );
});

describe('a platform that cannot start', () => {
  it(
    'reports why and leaves nothing',
    async () => {
      const dataFolder = await mkdtemp(join(tmpdir(), 'platform-'));
      const jars = { kafka: kafkaJars, dynamodb: dynamodbJars };
      try {
        const starting = startPlatform({ dataFolder, fresh: true, jars, root, stage: 'no-such-stage' });
        await expect(starting).rejects.toThrow('Unknown stage "no-such-stage"');
        lockFolder(dataFolder)();
      } finally {
        await rm(dataFolder, { recursive: true });
      }
    },
    startMs,
  );
});
