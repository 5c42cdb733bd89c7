import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startKafkaCluster } from '../../../../localstack/kafka/cluster.ts';
import { layOutNodes } from '../../../../localstack/kafka/node-layout.ts';
import { prepareStorage } from '../../../../localstack/kafka/storage.ts';
import { kafkaJars } from '../../../support/jars.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orderstream-kafka-failure-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a node that does not come up is named, with the end of its log', async () => {
  const nodes = await layOutNodes(folder, [1, 2, 3, 4, 5]);
  await prepareStorage(folder, nodes, kafkaJars);
  await writeFile(join(folder, 'node-3', 'data', 'meta.properties'), 'version=1\nnode.id=7\ncluster.id=another\n');

  await expect(startKafkaCluster({ folder, jars: kafkaJars })).rejects.toThrow(
    /^Kafka node-3 ended while starting\. The end of .*node-3.*node\.log:\n.*Exiting Kafka[\s\S]*Stored node id 7/,
  );
});

test('missing jars are reported as missing', async () => {
  await expect(startKafkaCluster({ folder, jars: join(folder, 'no-jars') })).rejects.toThrow(
    /kafka\.tools\.StorageTool failed[\s\S]*Could not find or load main class/,
  );
});

test('a preparation that was interrupted is done again', async () => {
  const nodes = await layOutNodes(folder, [1, 2]);
  await prepareStorage(folder, nodes, kafkaJars);
  await rm(join(folder, 'cluster-id'));
  const again = await prepareStorage(folder, nodes, kafkaJars);
  expect(again.kept).toBe(false);
  expect(await prepareStorage(folder, nodes, kafkaJars)).toEqual({ clusterId: again.clusterId, kept: true });
});
