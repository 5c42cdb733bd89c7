import { isUtf8 } from 'node:buffer';
import { UsageError } from '../client/usage-error.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Far longer than any row: a file without line breaks is not read into memory as a whole. */
const longestLine = 4_000_000;
const utf16Marks: readonly (readonly [Buffer, string])[] = [
  [Buffer.of(0xff, 0xfe), 'utf-16le'],
  [Buffer.of(0xfe, 0xff), 'utf-16be'],
];

/** The byte that ends the lines. */
const lineEndOf = (bytes: Buffer): number => (bytes.includes(lineFeed) ? lineFeed : carriageReturn);

/** The first line of `bytes` that is not UTF-8, from 0. */
const firstBadLine = (bytes: Buffer): number => {
  const lineEnd = lineEndOf(bytes);
  for (let line = 0, from = 0; ; line += 1) {
    const end = bytes.indexOf(lineEnd, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return line;
    from = end + 1;
  }
};

const lineEndsIn = (bytes: Buffer): number => {
  const lineEnd = lineEndOf(bytes);
  let count = 0;
  for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, at + 1)) count += 1;
  return count;
};

/** Chunks that end with a line, the last one aside: no character is cut in two. */
async function* wholeLines(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineEndOf(chunk)) + 1;
    if (end === 0) {
      rest.push(chunk);
      length += chunk.length;
      if (length > longestLine) throw new UsageError(`${file} is no CSV: it has a line of more than ${length} bytes`);
      continue;
    }
    yield Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = end < chunk.length ? [chunk.subarray(end)] : [];
    length = chunk.length - end;
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

async function* checkedUtf8(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let lines = 1;
  for await (const chunk of wholeLines(file, chunks)) {
    const marked = lines === 1 ? utf16Marks.find(([mark]) => chunk.subarray(0, 2).equals(mark)) : undefined;
    if (marked !== undefined) throw new UsageError(`${file} is ${marked[1]}: add --encoding ${marked[1]}`);
    if (!isUtf8(chunk)) {
      const line = lines + firstBadLine(chunk);
      throw new UsageError(`${file}:${line}: is not UTF-8: name the encoding, for instance --encoding latin1`);
    }
    lines += lineEndsIn(chunk);
    yield chunk;
  }
}

async function* decoded(file: string, encoding: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 1;
  const next = (bytes?: Buffer): Buffer => {
    try {
      return Buffer.from(bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
    } catch {
      throw new UsageError(`${file}: from line ${lines} on it is not ${decoder.encoding}: name its own encoding`);
    }
  };
  for await (const chunk of chunks) {
    const text = next(chunk);
    lines += lineEndsIn(text);
    yield text;
  }
  yield next();
}

/**
 * The text of a file as UTF-8. Never with a replacement character for what cannot be decoded.
 * @param encoding a label that `TextDecoder` knows.
 * @throws {UsageError} the file is in another encoding.
 */
export const utf8Text = (file: string, encoding: string, bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> =>
  new TextDecoder(encoding).encoding === 'utf-8' ? checkedUtf8(file, bytes) : decoded(file, encoding, bytes);
