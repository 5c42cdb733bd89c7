import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';

/**
 * The log file of one function, all its environments in one. Lines of environments interleave, so each begins with its time and
 * the id of the request it belongs to (outside of a request: of the environment's log stream).
 */
export class FunctionLog {
  readonly #file: WriteStream;

  constructor(path: string) {
    this.#file = createWriteStream(path, { flags: 'a' });
  }

  /** Does nothing once closed: what still comes then is the end of calls that the shutdown cut off. */
  write(id: string, line: string): void {
    if (!this.#file.writableEnded) this.#file.write(`${new Date().toISOString()} ${id} ${line}\n`);
  }

  async close(): Promise<void> {
    this.#file.end();
    await finished(this.#file);
  }
}

/** Cuts a stream of bytes into lines, minding characters split between chunks. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  push(chunk: Buffer): readonly string[] {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  /** What was written after the last line break, if anything. */
  end(): readonly string[] {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}

/** Bytes of log that `LogType: Tail` returns. */
const tailBytes = 4096;

/** The last 4 KB of one invocation's log. */
export class LogTail {
  #text = Buffer.alloc(0);

  add(line: string): void {
    this.#text = Buffer.concat([this.#text, Buffer.from(`${line}\n`)]).subarray(-tailBytes);
  }

  toBase64(): string {
    return this.#text.toString('base64');
  }
}
