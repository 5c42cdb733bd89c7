import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpMessage, HttpMessages, withLength } from '../../../../localstack/dynamodb/http-messages.ts';

const head = (line: string, ...headers: string[]) => [line, ...headers, '\r\n'].join('\r\n');
const sized = (body: Buffer) => head('HTTP/1.1 200 OK', 'Server: x', `Content-Length: ${body.length}`);
const inChunks = head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked');

const chunksOf = (body: Buffer, size: number): Buffer => {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
};

const bodies = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
const messages = fc.oneof(
  bodies.map((body) => ({ head: sized(body), body, bytes: Buffer.concat([Buffer.from(sized(body)), body]) })),
  fc.tuple(bodies, fc.integer({ min: 1, max: 50 })).map(([body, size]) => ({
    head: inChunks,
    body,
    bytes: Buffer.concat([Buffer.from(inChunks), chunksOf(body, size)]),
  })),
  fc.constant(head('GET / HTTP/1.1')).map((text) => ({ head: text, body: Buffer.alloc(0), bytes: Buffer.from(text) })),
);

describe('messages of a connection', () => {
  it('are the same, however their bytes arrive', () => {
    fc.assert(
      fc.property(fc.array(messages, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 300 })), (sent, sizes) => {
        const bytes = Buffer.concat(sent.map((message) => message.bytes));
        const reader = new HttpMessages();
        const received: HttpMessage[] = [];
        let at = 0;
        for (const size of [...sizes, bytes.length]) {
          received.push(...reader.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(received).toEqual(sent.map(({ head, body }) => ({ head, body })));
      }),
    );
  });

  it('with a malformed chunk are refused', () => {
    const reader = new HttpMessages();
    expect(() => reader.push(Buffer.from(`${inChunks}nonsense\r\n`))).toThrow('a chunk without its size');
  });

  it('get a length of their own, without the checksum and the chunks of another body', () => {
    const before = head(
      'HTTP/1.1 200 OK',
      'x-amz-crc32: 12',
      'Server: x',
      'content-length: 7',
      'transfer-encoding: chunked',
    );
    expect(withLength(before, 3)).toBe(head('HTTP/1.1 200 OK', 'Server: x', 'content-length: 3'));
  });
});
