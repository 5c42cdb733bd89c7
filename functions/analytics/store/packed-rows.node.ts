import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { exactJson, parseExactJson } from '../../shared/kernel/exact-json.ts';
import { emptyRow, type Row } from '../model/domain.ts';

/** Of a row as JSON: what an item of 400 KB can inflate to, and no more. */
const maxOutputLength = 64 * 1_024 * 1_024;

/** Compressed, the sums of a SKU take some twenty bytes: as attributes of an item, sixty. */
export const packed = ({ counts, fences, crossings }: Row): Uint8Array =>
  deflateRawSync(exactJson({ counts, fences, crossings }));

/** An unreadable row counts as an empty one: a recount finds the difference. */
export const unpacked = (bytes: Uint8Array): Row => {
  try {
    return { ...emptyRow, ...(parseExactJson(inflateRawSync(bytes, { maxOutputLength }).toString()) as Partial<Row>) };
  } catch {
    return emptyRow;
  }
};
