import { connect } from 'node:net';

/**
 * The part of Kafka's binary protocol (https://kafka.apache.org/protocol, flexible versions) that the platform implements
 * itself: single requests to one chosen node, where kafkajs has no such request or would query any node.
 */
interface Request {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly body: Buffer;
}

/**
 * Sends one request to the plain-text listener at `address` (`host:port`) and returns a reader of the response's body.
 *
 * @throws {Error} when no whole response comes within `timeoutMs`.
 */
export const exchange = async (address: string, request: Request, timeoutMs: number): Promise<Reader> => {
  const response = new Reader(await exchangeFrames(address, Buffer.concat([header(request), request.body]), timeoutMs));
  response.int32(); // correlation id
  response.tags();
  return response;
};

const header = ({ apiKey, apiVersion }: Request): Buffer => {
  const clientId = Buffer.from('orderstream-control-plane');
  const correlationId = 1;
  return Buffer.concat([
    int16(apiKey),
    int16(apiVersion),
    int32(correlationId),
    int16(clientId.length),
    clientId,
    noTags,
  ]);
};

const exchangeFrames = (address: string, request: Buffer, timeoutMs: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const { hostname, port } = new URL(`kafka://${address}`);
    const socket = connect({ port: Number(port), host: hostname }, () =>
      socket.write(Buffer.concat([int32(request.length), request])),
    );
    const fail = (why: string, cause?: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Error(`no response from Kafka at ${address}: ${why}`, { cause }));
    };
    const timer = setTimeout(() => fail(`${timeoutMs} ms have passed`), timeoutMs);
    socket.once('error', (error) => fail(error.message, error));
    socket.once('close', () => fail('the connection was closed'));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      clearTimeout(timer);
      resolve(received.subarray(4));
      socket.destroy();
    });
  });

/** Reads the fields of a response one after the other. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    this.#at += 1;
    return this.#bytes.readInt8(this.#at - 1);
  }

  int16(): number {
    this.#at += 2;
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  /** Null is read as empty: lengths are written plus one, zero is null. */
  string(): string {
    const length = Math.max(this.#unsignedVarint() - 1, 0);
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  array<T>(element: () => T): readonly T[] {
    return Array.from({ length: Math.max(this.#unsignedVarint() - 1, 0) }, element);
  }

  /** Skips optional fields, of which these versions have none. */
  tags(): void {
    const count = this.#unsignedVarint();
    if (count !== 0) throw new Error('Kafka sent optional fields that were not requested');
  }

  #unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}

export const noTags = Buffer.of(0);

export const int8 = (value: number): Buffer => Buffer.of(value);

export const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

export const bytes = (value: Buffer): Buffer => Buffer.concat([unsignedVarint(value.length + 1), value]);

export const string = (value: string): Buffer => bytes(Buffer.from(value));

export const array = (elements: readonly Buffer[]): Buffer =>
  Buffer.concat([unsignedVarint(elements.length + 1), ...elements]);

const int16 = (value: number): Buffer => {
  const encoded = Buffer.alloc(2);
  encoded.writeInt16BE(value);
  return encoded;
};

const unsignedVarint = (value: number): Buffer =>
  value < 0x80 ? int8(value) : Buffer.concat([int8((value & 0x7f) | 0x80), unsignedVarint(value >>> 7)]);
