import { createHash } from 'node:crypto';

/** Hexadecimal digits that depend on `name` only: the same stack and logical id give the same identifier at every start. */
export const derivedHex = (name: string, digits: number): string =>
  createHash('sha256').update(name).digest('hex').slice(0, digits);

/** In the form of a UUID. */
export const derivedUuid = (name: string): string =>
  derivedHex(name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
