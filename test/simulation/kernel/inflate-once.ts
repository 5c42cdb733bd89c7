import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';

type Inflate = typeof zlib.inflateRawSync;

/** Of what was inflated last, in bytes: a schedule's pages and rows fit in. */
const mostBytes = 64 * 1_024 * 1_024;

/** Inflates the same bytes once, as long as they fit into the memory; gives each caller a copy of its own. */
export const remembering = (inflate: Inflate, most = mostBytes): Inflate => {
  const known = new Map<string, Buffer>();
  let bytes = 0;
  return (input, options) => {
    if (!(input instanceof Uint8Array)) return inflate(input, options);
    const key = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('latin1');
    const before = known.get(key);
    if (before !== undefined && before.length <= (options?.maxOutputLength ?? Infinity)) return Buffer.from(before);
    const inflated = inflate(input, options);
    const size = key.length + inflated.length;
    if (bytes + size > most) {
      known.clear();
      bytes = 0;
    }
    if (size <= most && before === undefined) {
      bytes += size;
      known.set(key, Buffer.from(inflated));
    }
    return inflated;
  };
};

let installed = false;

/**
 * Each simulated process reads a page again that another has read, up to a hundred times where everything is delivered
 * twice: that is most of the time of such a schedule. It is the thread's, and for good.
 */
export const inflateOnce = (): void => {
  if (installed) return;
  installed = true;
  zlib.inflateRawSync = remembering(zlib.inflateRawSync);
  syncBuiltinESMExports();
};
