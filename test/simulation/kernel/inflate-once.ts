import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';

/** Of what was inflated last, in bytes: a schedule's pages and rows fit in. */
const mostBytes = 64 * 1_024 * 1_024;

let installed = false;

/**
 * Inflates the same bytes once. Each simulated process reads a page again that another has read, up to a hundred times
 * where everything is delivered twice: that is most of the time of such a schedule. It is the thread's, and for good.
 */
export const inflateOnce = (): void => {
  if (installed) return;
  installed = true;
  const inflate = zlib.inflateRawSync;
  const known = new Map<string, Buffer>();
  let bytes = 0;
  zlib.inflateRawSync = (input, options) => {
    if (!(input instanceof Uint8Array)) return inflate(input, options);
    const key = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('latin1');
    const before = known.get(key);
    if (before !== undefined && before.length <= (options?.maxOutputLength ?? Infinity)) return Buffer.from(before);
    const inflated = inflate(input, options);
    bytes += key.length + inflated.length;
    if (bytes > mostBytes) {
      known.clear();
      bytes = key.length + inflated.length;
    }
    known.set(key, inflated);
    return Buffer.from(inflated);
  };
  syncBuiltinESMExports();
};
