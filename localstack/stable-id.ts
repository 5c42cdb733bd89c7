import { createHash } from 'node:crypto';

/**
 * An id of lower-case letters and digits derived from `parts`: the same template gives the same ids at every start, so
 * URLs, ARNs and remembered values stay valid.
 */
export function stableId(length: number, ...parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(49, '0').slice(-length);
}
