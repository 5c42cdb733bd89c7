import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { schemasFolder } from '../contracts.ts';

/** SHA-256 of every frozen version, by its path in `schemas/`: a published version does not change unnoticed. */
export type Checksums = Readonly<Record<string, string>>;

const file = new URL('versions/checksums.json', schemasFolder);

export const checksumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export const readChecksums = (): Checksums => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
};
