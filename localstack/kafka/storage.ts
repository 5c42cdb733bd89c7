import { randomBytes } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyBootstrapCheckpoint, hasBootstrapCheckpoint } from './bootstrap-checkpoint.ts';
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
 * Formats every node from the bootstrap records of Kafka's own tool, which are the same for every node and cluster of one
 * version: the ids of cluster, node and directory are in another file.
 */
const format = async (nodes: readonly NodeLayout[], clusterId: string, jars: string): Promise<void> => {
  const formatted = await formattedFolder(nodes, jars);
  await Promise.all(
    nodes.map(async ({ id, dataFolder }) => {
      await copyBootstrapCheckpoint(formatted, dataFolder);
      const meta = { version: 1, 'cluster.id': clusterId, 'node.id': id, 'directory.id': randomId() };
      const lines = Object.entries(meta).map(([name, value]) => `${name}=${value}\n`);
      await writeFile(join(dataFolder, 'meta.properties'), lines.join(''));
    }),
  );
};

/**
 * A folder with the tool's bootstrap records. It is beside the jars and written once, which saves each later cluster the start
 * of a Java machine.
 */
const formattedFolder = async ([first]: readonly NodeLayout[], jars: string): Promise<string> => {
  const folder = join(jars, 'formatted');
  if (first === undefined || (await hasBootstrapCheckpoint(folder))) return folder;
  await runJava(jars, 'kafka.tools.StorageTool', ['format', '-t', randomId(), '-c', first.propertiesFile]);
  const unfinished = await mkdtemp(`${folder}-`);
  await copyBootstrapCheckpoint(first.dataFolder, unfinished);
  // Another process was faster, with the same records.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  return folder;
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
