import type { AuditRecord, Digest } from './domain.ts';

/** Some facts of an order, written once and never again. Its hash seals it together with every page before. */
export interface AuditPage {
  readonly order_id: string;
  /** Place in the chain, from 1, eight digits: sorts as the number does. */
  readonly seq: string;
  readonly records: readonly AuditRecord[];
  /** Hash of the page before; of the order's name for the first. */
  readonly prev_hash: string;
  readonly hash: string;
}

/** A DynamoDB item holds 400 KB, and a small one is cheaper to read again. */
const pageBytes = 90_000;

const utf8 = new TextEncoder();
const sizeOf = (record: AuditRecord): number => utf8.encode(JSON.stringify(record)).length;

export const seqOf = (place: number): string => String(place).padStart(8, '0');

/** A chain belongs to its order: it does not verify under another. */
export const firstHash = (digest: Digest, orderId: string): string =>
  digest(JSON.stringify(['orderstream/audit', orderId]));

/** One form of a record whatever order its fields were read in; every field is part of it. */
export const canonical = (record: AuditRecord): string =>
  JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Folds the hash over the records: none can be changed, dropped or moved without changing it. */
export const pageHash = (digest: Digest, { prev_hash, records }: Pick<AuditPage, 'prev_hash' | 'records'>): string =>
  records.reduce((hash, record) => digest(hash + canonical(record)), prev_hash);

/** Records in runs that fit a page each. */
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

/** The pages to append so that the chain has these facts, each once: the first place it was seen at stays. */
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
