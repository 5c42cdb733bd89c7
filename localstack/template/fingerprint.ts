import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A digest of the names and contents of files; the same only for the same.
 * @param inputs files and folders, relative to `folder`; a missing one counts as missing.
 * @param more other inputs of the result.
 */
export const fingerprint = async (folder: string, inputs: readonly string[], more: unknown): Promise<string> => {
  const digest = createHash('sha256').update(JSON.stringify(more));
  const files = (await Promise.all(inputs.map((input) => filesOf(folder, input)))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file))));
  for (const [index, content] of contents.entries()) {
    digest.update(JSON.stringify([files[index], content.length])).update(content);
  }
  return digest.digest('hex').slice(0, 20);
};

const filesOf = async (folder: string, input: string): Promise<readonly string[]> => {
  const path = join(folder, input);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isFile()) return [input];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
};
