import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyBootstrapCheckpoint, hasBootstrapCheckpoint } from '../../../../localstack/kafka/bootstrap-checkpoint.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orderstream-checkpoint-'));
  await mkdir(join(folder, 'other'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['4.1 to 4.3', 'bootstrap.checkpoint'],
  ['4.4', '__cluster_metadata-0/00000000000000000000-0000000000.checkpoint'],
])('of Kafka %s are copied from where it writes them', async (_version, place) => {
  const written = join(folder, 'first', place);
  await mkdir(dirname(written), { recursive: true });
  await writeFile(written, 'records');
  expect(await hasBootstrapCheckpoint(join(folder, 'other'))).toBe(false);
  await copyBootstrapCheckpoint(join(folder, 'first'), join(folder, 'other'));
  expect(await hasBootstrapCheckpoint(join(folder, 'other'))).toBe(true);
  expect(await readFile(join(folder, 'other', place), 'utf8')).toBe('records');
});

it('of a version that writes them elsewhere are reported as missing, with the places that were searched', async () => {
  await expect(copyBootstrapCheckpoint(join(folder, 'first'), join(folder, 'other'))).rejects.toThrow(
    /left no bootstrap records in .*first: looked for __cluster_metadata-0.* and bootstrap\.checkpoint/,
  );
});
