const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** Kafka's murmur2 in 32 bits. kafkajs computes it in 64 bits and takes a hundred times as long: too slow to check every record. */
const murmur2 = (bytes: Uint8Array): number => {
  const { length } = bytes;
  const byte = (at: number): number => bytes[at] ?? 0;
  const whole = length - (length % 4);
  let hash = seed ^ length;
  for (let at = 0; at < whole; at += 4) {
    const word = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
    const mixed = Math.imul(word, multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier);
  }
  if (whole < length) {
    // Bytes past the end are zero.
    hash ^= byte(whole) | (byte(whole + 1) << 8) | (byte(whole + 2) << 16);
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
};

/** The partition of a key, as the Java client and every producer of this platform chooses it. */
export const keyPartition = (key: Uint8Array, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions;
