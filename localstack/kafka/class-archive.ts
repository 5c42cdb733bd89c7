import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classArchive } from './java.ts';
import { KafkaNode } from './node.ts';
import { layOutNodes } from './node-layout.ts';
import { prepareStorage } from './storage.ts';

const recordingMs = 60_000;

/**
 * Records Kafka's class archive with one node that is started and stopped again, once per folder of jars: it saves every later
 * start some seconds. Without it all works, only slower: its errors are ignored.
 */
export const ensureClassArchive = async (jars: string): Promise<void> => {
  const archive = classArchive(jars);
  if (await exists(archive)) return;
  const folder = await mkdtemp(join(tmpdir(), 'orderstream-classes-'));
  const recording = join(jars, `.${process.pid}.jsa`);
  try {
    const layout = await layOutNodes(folder, [1]);
    await prepareStorage(folder, layout, jars);
    for (const node of layout.map((one) => new KafkaNode(one, jars, { record: recording }))) {
      node.start();
      await node.ready();
      await node.stop(recordingMs);
    }
    await rename(recording, archive);
  } catch {
    // A relevant fault shows at the nodes' own start.
  } finally {
    await rm(recording, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
