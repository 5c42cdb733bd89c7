import { access, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Paths of the storage tool's bootstrap records, newest first: 4.4 has moved them into the metadata log. */
const places = [
  join('__cluster_metadata-0', '00000000000000000000-0000000000.checkpoint'),
  'bootstrap.checkpoint',
] as const;

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Whether a folder has the storage tool's bootstrap records. */
export const hasBootstrapCheckpoint = async (folder: string): Promise<boolean> =>
  (await Promise.all(places.map((place) => exists(join(folder, place))))).includes(true);

/**
 * Gives a data folder the bootstrap records that the storage tool wrote into another one.
 * @throws {Error} naming the files that were looked for: a version of Kafka that keeps them elsewhere.
 */
export const copyBootstrapCheckpoint = async (formatted: string, dataFolder: string): Promise<void> => {
  for (const place of places) {
    const [from, to] = [join(formatted, place), join(dataFolder, place)];
    if (!(await exists(from))) continue;
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
    return;
  }
  throw new Error(`Kafka's storage tool left no bootstrap records in ${formatted}: looked for ${places.join(' and ')}`);
};
