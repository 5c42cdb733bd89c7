import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AuditPage } from '../model/chain-domain.ts';
import type { AuditRecord } from '../model/domain.ts';

/** Of a page's records as JSON: more than the longest page has. */
const maxOutputLength = 4 * 1_024 * 1_024;

/** A page as the table has it. Release 0.3.0 wrote its records as a list, and its hashes as text. */
export interface PageItem extends Pick<AuditPage, 'order_id' | 'seq'> {
  readonly prev_hash: Uint8Array | string;
  readonly hash: Uint8Array | string;
  readonly records: Uint8Array | readonly AuditRecord[];
}

/** The columns of a page. Never moved, or earlier pages would be read wrongly; a new one is added at the end. */
const fields = [
  'topic',
  'partition',
  'offset',
  'event_id',
  'digest',
  'event',
  'actor',
  'occurred_at',
  'trace_id',
  'correlation_id',
] as const satisfies readonly (keyof AuditRecord)[];

/** Columns compress better than rows: most values of an order are the same. */
const columnsOf = (records: readonly AuditRecord[]): readonly unknown[] =>
  fields.map((name) => records.map((record) => record[name]));

const rowsOf = (columns: readonly (readonly unknown[])[]): readonly AuditRecord[] =>
  (columns[0] ?? []).map((_, row) =>
    Object.fromEntries(fields.map((name, column) => [name, columns[column]?.[row]])),
  ) as unknown as readonly AuditRecord[];

const isColumns = (value: unknown): value is readonly (readonly unknown[])[] =>
  Array.isArray(value) && value.every(Array.isArray);

/** None where they cannot be read: the chain shows such a page as edited. */
const recordsIn = (compressed: Uint8Array): readonly AuditRecord[] => {
  try {
    const columns: unknown = JSON.parse(inflateRawSync(compressed, { maxOutputLength }).toString());
    return isColumns(columns) ? rowsOf(columns) : [];
  } catch {
    return [];
  }
};

const hashText = (hash: Uint8Array | string): string =>
  typeof hash === 'string' ? hash : Buffer.from(hash).toString('hex');

/** A write is billed by the KB: compressed, a record takes a fifth of its size as a map. */
export const pageItem = ({ order_id, seq, prev_hash, hash, records }: AuditPage): PageItem => ({
  ...{ order_id, seq },
  prev_hash: Buffer.from(prev_hash, 'hex'),
  hash: Buffer.from(hash, 'hex'),
  records: deflateRawSync(JSON.stringify(columnsOf(records))),
});

export const pageOf = ({ order_id, seq, prev_hash, hash, records }: PageItem): AuditPage => ({
  ...{ order_id, seq },
  prev_hash: hashText(prev_hash),
  hash: hashText(hash),
  records: records instanceof Uint8Array ? recordsIn(records) : records,
});
