/**
 * Teaches kafkajs 2.2.4 the codecs that it has none for: import it wherever records are read. One record of Snappy, LZ4 or
 * Zstandard, which other clients write by default, would end its consumer for good (docs/adr/0035).
 *
 * It also names the place of a batch that cannot be decompressed, of which kafkajs names neither topic nor offset.
 */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

type Decompress = (bytes: Buffer) => Promise<Buffer>;

/** Snappy blocks come bare, or in the frame of the Java library: a header of 16 bytes, then a length before each block. */
const javaFrame = { magic: Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]), headerBytes: 16 };

const snappyDecompress: Decompress = async (bytes) => {
  if (!bytes.subarray(0, javaFrame.magic.length).equals(javaFrame.magic)) return snappy.uncompress(bytes);
  const blocks: Buffer[] = [];
  for (let at = javaFrame.headerBytes; at < bytes.length; ) {
    const from = at + 4;
    at = from + bytes.readUInt32BE(at);
    if (at > bytes.length) throw new RangeError('a block ends behind the batch');
    blocks.push(snappy.uncompress(bytes.subarray(from, at)));
  }
  return Buffer.concat(blocks);
};

/** Bits of the LZ4 frame's flags. */
const lz4Flags = { blockChecksums: 0x10, contentSize: 0x08 };
const lz4Uncompressed = 0x80000000;

/** lz4js 0.2.0 takes a block's checksum for the four bytes before the block, and returns other bytes without an error. */
const withoutBlockChecksums = (frame: Buffer): Buffer => {
  const flags = frame.readUInt8(4);
  if ((flags & lz4Flags.blockChecksums) === 0) return frame;
  const headerEnd = (flags & lz4Flags.contentSize) === 0 ? 7 : 15;
  const header = Buffer.from(frame.subarray(0, headerEnd));
  header.writeUInt8(flags & ~lz4Flags.blockChecksums, 4);
  const parts: Buffer[] = [header];
  for (let at = headerEnd; ; ) {
    const size = frame.readUInt32LE(at);
    const end = at + 4 + (size >= lz4Uncompressed ? size - lz4Uncompressed : size);
    parts.push(frame.subarray(at, end));
    if (size === 0) return Buffer.concat(parts);
    at = end + 4;
  }
};

const lz4Decompress: Decompress = async (bytes) => Buffer.from(lz4.decompress(withoutBlockChecksums(bytes)));

const decompressors: readonly (readonly [
  type: keyof typeof kafkajs.CompressionCodecs,
  name: string,
  decompress: Decompress,
])[] = [
  [kafkajs.CompressionTypes.Snappy, 'Snappy', snappyDecompress],
  [kafkajs.CompressionTypes.LZ4, 'LZ4', lz4Decompress],
  [kafkajs.CompressionTypes.ZSTD, 'Zstandard', promisify(zstdDecompress)],
];

interface Place {
  readonly codec: string;
  /** Of the batch's first record. */
  readonly offset: string;
  readonly partition?: number;
  readonly topic?: string;
}

const messageOf = ({ codec, topic, partition, offset }: Place, cause: Error): string =>
  `The ${codec} batch at offset ${offset} of ${topic ?? '?'}-${partition ?? '?'} cannot be decompressed: ${cause.message}`;

/** A batch of records that its codec cannot read. Asking for it again does not help. */
class UnreadableBatch extends kafkajs.KafkaJSNonRetriableError {
  override readonly name = 'UnreadableBatch';
  readonly place: Place;
  readonly reason: Error;

  constructor(place: Place, reason: Error) {
    super(messageOf(place, reason));
    this.place = place;
    this.reason = reason;
  }

  at(place: Partial<Place>): UnreadableBatch {
    return new UnreadableBatch({ ...this.place, ...place }, this.reason);
  }
}

/** The header of a batch lies right before its compressed records. https://kafka.apache.org/documentation/#recordbatch */
const batchHeaderBytes = 61;

const firstOffsetOf = ({ buffer, byteOffset }: Buffer): string =>
  byteOffset < batchHeaderBytes
    ? 'unknown'
    : String(Buffer.from(buffer, byteOffset - batchHeaderBytes, 8).readBigInt64BE());

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

for (const [type, name, decompress] of decompressors) {
  kafkajs.CompressionCodecs[type] = () => ({
    compress: async () => {
      throw new kafkajs.KafkaJSNonRetriableError(`${name} is only read`);
    },
    decompress: async (bytes: Buffer) => {
      try {
        return await decompress(bytes);
      } catch (thrown) {
        throw new UnreadableBatch({ codec: name, offset: firstOffsetOf(bytes) }, asError(thrown));
      }
    },
  });
}

/** Fetch answers are arrays of topics, each a name and an array of partitions, each a number and its batches. */
const placed = (error: UnreadableBatch, element: Buffer): UnreadableBatch => {
  if (error.place.partition === undefined) return error.at({ partition: element.readInt32BE(0) });
  if (error.place.topic === undefined)
    return error.at({ topic: element.toString('utf8', 2, 2 + element.readInt16BE(0)) });
  return error;
};

Decoder.prototype.readArrayAsync = async function readArrayAsync<T>(
  this: Decoder,
  read: (decoder: Decoder) => Promise<T>,
): Promise<T[]> {
  const elements: T[] = [];
  for (let left = this.readInt32(); left > 0; left -= 1) {
    const from = this.offset;
    try {
      elements.push(await read(this));
    } catch (thrown) {
      throw thrown instanceof UnreadableBatch ? placed(thrown, this.buffer.subarray(from)) : thrown;
    }
  }
  return elements;
};
