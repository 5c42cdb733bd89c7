import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyBootstrapCheckpoint } from './bootstrap-checkpoint.ts';
import { runJava } from './java.ts';
import type { NodeLayout } from './node-layout.ts';
import { serverProperties } from './server-properties.ts';

export interface Storage {
  readonly clusterId: string;
  /** Whether the data of an earlier run was found and reused. */
  readonly kept: boolean;
}

/**
 * Writes every node's properties, and formats its data folder unless an earlier run did: `cluster-id` is written last, so a
 * folder without it is the rest of an interrupted run and is formatted again.
 */
export const prepareStorage = async (
  clusterFolder: string,
  nodes: readonly NodeLayout[],
  jars: string,
): Promise<Storage> => {
  const idFile = join(clusterFolder, 'cluster-id');
  const kept = await exists(idFile);
  await Promise.all(
    nodes.map(async (node) => {
      if (!kept) await rm(node.dataFolder, { recursive: true, force: true });
      await mkdir(node.dataFolder, { recursive: true });
      await writeFile(node.propertiesFile, serverProperties(node, nodes));
    }),
  );
  if (kept) return { clusterId: (await readFile(idFile, 'utf8')).trim(), kept };

  const clusterId = randomId();
  await format(nodes, clusterId, jars);
  await writeFile(idFile, `${clusterId}\n`);
  return { clusterId, kept };
};

/**
 * Formats the first node with Kafka's own tool and gives the others the same bootstrap records, with a directory id each: the
 * tool's own output, for one start of a Java machine instead of five.
 */
const format = async (nodes: readonly NodeLayout[], clusterId: string, jars: string): Promise<void> => {
  const [first, ...others] = nodes;
  if (first === undefined) return;
  await runJava(jars, 'kafka.tools.StorageTool', ['format', '-t', clusterId, '-c', first.propertiesFile]);
  await Promise.all(
    others.map(async ({ id, dataFolder }) => {
      await copyBootstrapCheckpoint(first.dataFolder, dataFolder);
      const meta = { version: 1, 'cluster.id': clusterId, 'node.id': id, 'directory.id': randomId() };
      const lines = Object.entries(meta).map(([name, value]) => `${name}=${value}\n`);
      await writeFile(join(dataFolder, 'meta.properties'), lines.join(''));
    }),
  );
};

/** A random id in Kafka's form: 16 bytes as unpadded base64url, without a leading dash (command lines would stumble). */
const randomId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? randomId() : id;
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
