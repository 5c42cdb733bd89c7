import { pbkdf2, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { promisify } from 'node:util';

/** A user of the SASL/SCRAM listener. */
export interface ScramUser {
  readonly username: string;
  readonly password: string;
}

const apiKey = 51; // AlterUserScramCredentials, version 0: https://kafka.apache.org/protocol
const apiVersion = 0;
const scramSha512 = 2;
const iterations = 4_096;
const timeoutMs = 10_000;
const noTags = Buffer.of(0);

/**
 * Creates users, or sets their passwords, with the one Kafka request that kafkajs lacks.
 *
 * @param address `host:port` of a plain-text listener where the caller is a superuser.
 * @throws {Error} naming the user that Kafka refused and its reason.
 */
export const alterScramCredentials = async (address: string, users: readonly ScramUser[]): Promise<void> => {
  const upsertions = await Promise.all(users.map(upsertion));
  const body = Buffer.concat([unsignedVarint(1), unsignedVarint(users.length + 1), ...upsertions, noTags]);
  assertAccepted(await exchange(address, Buffer.concat([requestHeader(), body])));
};

const upsertion = async ({ username, password }: ScramUser): Promise<Buffer> => {
  const salt = randomBytes(32);
  const salted = await promisify(pbkdf2)(password.normalize('NFKC'), salt, iterations, 64, 'sha512');
  return Buffer.concat([
    compact(Buffer.from(username)),
    Buffer.of(scramSha512),
    int32(iterations),
    compact(salt),
    compact(salted),
    noTags,
  ]);
};

const requestHeader = (): Buffer => {
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

/** Sends one frame and returns the payload of the frame that answers it. */
const exchange = (address: string, request: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const { hostname, port } = new URL(`kafka://${address}`);
    const socket = connect({ port: Number(port), host: hostname }, () =>
      socket.write(Buffer.concat([int32(request.length), request])),
    );
    const fail = (error: Error): void => {
      socket.destroy();
      reject(new Error(`Kafka did not answer the request for SCRAM users: ${error.message}`, { cause: error }));
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`no answer in ${timeoutMs} ms`)));
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('the connection was closed')));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(received.subarray(4));
      socket.destroy();
    });
  });

const assertAccepted = (response: Buffer): void => {
  const read = new Reader(response);
  read.skip(4); // correlation id
  read.unsignedVarint(); // no tags
  read.skip(4); // throttle time
  const results = read.unsignedVarint() - 1;
  for (let index = 0; index < results; index += 1) {
    const user = read.compactString();
    const errorCode = read.int16();
    const message = read.compactString();
    read.unsignedVarint(); // no tags
    if (errorCode !== 0) throw new Error(`Kafka refused the SCRAM user "${user}": ${message} (error ${errorCode})`);
  }
};

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(count: number): void {
    this.#at += count;
  }

  int16(): number {
    this.#at += 2;
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  /** The length is written plus one; zero is null. */
  compactString(): string {
    const length = Math.max(this.unsignedVarint() - 1, 0);
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }
}

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const unsignedVarint = (value: number): Buffer =>
  value < 0x80 ? Buffer.of(value) : Buffer.concat([Buffer.of((value & 0x7f) | 0x80), unsignedVarint(value >>> 7)]);

const compact = (bytes: Buffer): Buffer => Buffer.concat([unsignedVarint(bytes.length + 1), bytes]);
