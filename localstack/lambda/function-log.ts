import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';

/** Lines are gathered for this long, so that a busy function costs one write, not one for each line. */
const gatherMs = 10;

/**
 * The log file of one function, all its environments in one. Lines of environments interleave, so each begins with its time and
 * the id of the request it belongs to (outside of a request: of the environment's log stream).
 */
export class FunctionLog {
  readonly #file: WriteStream;
  readonly #onLine: (line: string) => void;
  #gathered = '';
  #timer: NodeJS.Timeout | undefined;
  #timedAt = 0;
  #timeText = '';

  /** @param onLine receives every line, as the function wrote it. */
  constructor(path: string, onLine: (line: string) => void = () => undefined) {
    this.#file = createWriteStream(path, { flags: 'a' });
    this.#onLine = onLine;
  }

  write(id: string, line: string): void {
    this.#onLine(line);
    this.#gathered += `${this.#time()} ${id} ${line}\n`;
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs).unref();
  }

  /** Lines come in chunks: those of one millisecond share the text of their time. */
  #time(): string {
    const now = Date.now();
    if (now !== this.#timedAt) {
      this.#timedAt = now;
      this.#timeText = new Date(now).toISOString();
    }
    return this.#timeText;
  }

  /** Resolves once every line so far is in the file. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#gathered;
    this.#gathered = '';
    // Lines after the close belong to calls that the shutdown cut off.
    if (this.#file.writableEnded) return;
    await new Promise<void>((resolve, reject) => {
      this.#file.write(lines, (error) => (error ? reject(error) : resolve()));
    });
  }

  async close(): Promise<void> {
    await this.flush();
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

  /** The text after the last line break, if any. */
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
