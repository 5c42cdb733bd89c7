/** One HTTP/1.1 message, request or response. */
export interface HttpMessage {
  /** First line and headers, with the empty line after them. */
  readonly head: string;
  readonly body: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');
const contentLength = /\r\ncontent-length:[ \t]*(\d+)/i;
const chunked = /\r\ntransfer-encoding:[ \t]*chunked/i;

/**
 * Cuts a connection's bytes into messages: what a proxy needs of HTTP to pass them on, without a header object, a stream and three events
 * for each. Bodies end by their `content-length` or their last chunk; a message with neither has none.
 */
export class HttpMessages {
  readonly #pending: Buffer[] = [];
  #size = 0;
  /** As long as fewer bytes are pending, no message can be complete. */
  #needed = 0;

  /** @returns the messages that the chunk completes. @throws {Error} the bytes are not HTTP/1.1. */
  push(chunk: Buffer): readonly HttpMessage[] {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return [];
    const bytes = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending);
    const messages: HttpMessage[] = [];
    let start = 0;
    for (;;) {
      const taken = take(bytes, start);
      if (typeof taken === 'number') {
        this.#keep(bytes.subarray(start), taken);
        return messages;
      }
      messages.push(taken.message);
      start = taken.end;
    }
  }

  #keep(rest: Buffer, needed: number): void {
    this.#pending.splice(0, this.#pending.length, ...(rest.length === 0 ? [] : [rest]));
    this.#size = rest.length;
    this.#needed = needed;
  }
}

interface Taken {
  readonly message: HttpMessage;
  readonly end: number;
}

/** The message that begins at `start`, or the number of bytes from there without which it cannot be complete. */
const take = (bytes: Buffer, start: number): Taken | number => {
  const headAt = bytes.indexOf(headEnd, start);
  if (headAt < 0) return bytes.length - start + 1;
  const bodyAt = headAt + headEnd.length;
  const head = bytes.toString('latin1', start, bodyAt);
  if (chunked.test(head)) {
    const unchunked = takeChunks(bytes, bodyAt);
    return unchunked === undefined
      ? bytes.length - start + 1
      : { message: { head, body: unchunked.body }, end: unchunked.end };
  }
  const end = bodyAt + Number(contentLength.exec(head)?.[1] ?? 0);
  return end > bytes.length ? end - start : { message: { head, body: bytes.subarray(bodyAt, end) }, end };
};

/** The body of a chunked message; undefined while its last chunk is missing. Trailers are dropped. */
const takeChunks = (bytes: Buffer, bodyAt: number): { readonly body: Buffer; readonly end: number } | undefined => {
  const chunks: Buffer[] = [];
  let at = bodyAt;
  for (;;) {
    const sizeEnd = bytes.indexOf(lineEnd, at);
    if (sizeEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, sizeEnd), 16);
    if (Number.isNaN(size)) throw new Error('a chunk without its size');
    at = sizeEnd + lineEnd.length;
    if (size === 0) {
      // The trailers end with an empty line, which without trailers follows at once.
      const end = bytes.indexOf(headEnd, sizeEnd);
      return end < 0 ? undefined : { body: Buffer.concat(chunks), end: end + headEnd.length };
    }
    if (at + size + lineEnd.length > bytes.length) return undefined;
    chunks.push(bytes.subarray(at, at + size));
    at += size + lineEnd.length;
  }
};

const replaced = /\r\n(?:content-length|transfer-encoding|x-amz-crc32):[^\r\n]*/gi;

/** A head for a body of another length; the checksum of the one before goes. */
export const withLength = (head: string, length: number): string =>
  head.replace(replaced, '').replace(/\r\n\r\n$/, `\r\ncontent-length: ${length}\r\n\r\n`);
