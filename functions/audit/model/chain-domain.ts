import type { AuditRecord, Digest } from './domain.ts';

/** A write-once page of an order's audit trail. Its hash covers it and every page before it. */
export interface AuditPage {
  readonly order_id: string;
  /** Position in the chain, from 1, padded to eight digits to sort numerically. */
  readonly seq: string;
  readonly records: readonly AuditRecord[];
  /** Hash of the previous page; of the order id for the first. */
  readonly prev_hash: string;
  readonly hash: string;
}

/** A DynamoDB item is limited to 400 KB, and a small one is cheaper to reread. */
const pageBytes = 90_000;

const utf8 = new TextEncoder();
const sizeOf = (record: AuditRecord): number => utf8.encode(JSON.stringify(record)).length;

export const seqOf = (place: number): string => String(place).padStart(8, '0');

/** The seed binds a chain to its order: it does not verify under another. */
export const firstHash = (digest: Digest, orderId: string): string =>
  digest(JSON.stringify(['orderstream/audit', orderId]));

/** The canonical form of a record, independent of the order of its fields; includes every field. */
export const canonical = (record: AuditRecord): string =>
  JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Folds the hash over the records: changing, dropping or moving one changes the hash. */
export const pageHash = (digest: Digest, { prev_hash, records }: Pick<AuditPage, 'prev_hash' | 'records'>): string =>
  records.reduce((hash, record) => digest(hash + canonical(record)), prev_hash);

/** Splits records into runs that fit a page each. */
const split = (records: readonly AuditRecord[]): readonly (readonly AuditRecord[])[] => {
  const runs: AuditRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const size = sizeOf(record);
    const open = runs.at(-1);
    if (open === undefined || size > room) {
      runs.push([record]);
      room = pageBytes - size;
    } else {
      open.push(record);
      room -= size;
    }
  }
  return runs;
};

/** The pages to append so that the chain has each of these facts once; a duplicate keeps its first place. */
export const nextPages = (
  digest: Digest,
  { orderId, pages, records }: { orderId: string; pages: readonly AuditPage[]; records: readonly AuditRecord[] },
): readonly AuditPage[] => {
  const seen = new Set(pages.flatMap((page) => page.records.map(({ event_id }) => event_id)));
  const fresh = records.filter(({ event_id }) => !seen.has(event_id) && seen.add(event_id));
  const last = pages.at(-1);
  let prev_hash = last?.hash ?? firstHash(digest, orderId);
  return split(fresh).map((run, index) => {
    const hash = pageHash(digest, { prev_hash, records: run });
    const page = { order_id: orderId, seq: seqOf(Number(last?.seq ?? 0) + index + 1), records: run, prev_hash, hash };
    prev_hash = hash;
    return page;
  });
};
