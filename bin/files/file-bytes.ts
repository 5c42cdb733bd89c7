import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../client/usage-error.ts';

const headLength = 4;
const gzipMagic = Buffer.of(0x1f, 0x8b);
/** Magic bytes of ZIP archives, which Excel workbooks are. */
const zipMagic = Buffer.from('PK');

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'no permission',
};

const failure = (file: string, error: unknown): UsageError => {
  if (error instanceof UsageError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new UsageError(`cannot read ${file}: ${causes[code] ?? message}`);
};

async function* contents(file: string): AsyncGenerator<Buffer> {
  await using handle = await open(file);
  if ((await handle.stat()).isDirectory()) throw new UsageError(`cannot read ${file}: it is a folder`);
  const source = handle.createReadStream({ autoClose: false });
  let head: Buffer | undefined;
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const whole = async function* (): AsyncGenerator<Buffer> {
    if (head !== undefined) yield head;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  };
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    head = head === undefined ? next.value : Buffer.concat([head, next.value]);
    if (head.length >= headLength) break;
  }
  if (head === undefined) throw new UsageError(`cannot read ${file}: it is empty`);
  if (head.subarray(0, zipMagic.length).equals(zipMagic))
    throw new UsageError(`cannot read ${file}: it is a ZIP archive or an Excel workbook; unpack it and save it as CSV`);
  if (!head.subarray(0, gzipMagic.length).equals(gzipMagic)) {
    yield* whole();
    return;
  }
  // The consumer sees the error of either stream: pipeline destroys the last one with it.
  yield* pipeline(whole, createGunzip(), () => undefined) as AsyncIterable<Buffer>;
}

/**
 * The bytes of a file, unpacked where they are gzip, whatever the file is called.
 * @throws {UsageError} it is missing, empty, a folder, a ZIP archive, or a damaged gzip file.
 */
export async function* fileBytes(file: string): AsyncGenerator<Buffer> {
  try {
    yield* contents(file);
  } catch (error) {
    throw failure(file, error);
  }
}
