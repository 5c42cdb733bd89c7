import { type AuditPage, firstHash, pageHash, seqOf } from './chain-domain.ts';
import type { Digest } from './domain.ts';

/**
 * `edited`: a page does not match its hash. `gap`: a page is missing before this one. `broken`: the page does not follow the
 * previous one (moved, swapped, or of another chain). `duplicate`: a fact occurs twice.
 */
export type ChainFaultKind = 'edited' | 'gap' | 'broken' | 'duplicate';

export interface ChainFault {
  readonly kind: ChainFaultKind;
  readonly seq: string;
  readonly detail: string;
}

/** All faults within the chain. A truncated tail is only visible in comparison with Kafka. @param pages by `seq`. */
export const chainFaults = (digest: Digest, orderId: string, pages: readonly AuditPage[]): readonly ChainFault[] => {
  const faults: ChainFault[] = [];
  const seen = new Set<string>();
  let prev = { place: 0, hash: firstHash(digest, orderId) };
  for (const page of pages) {
    const { seq, prev_hash, hash, records } = page;
    const place = Number(seq);
    if (place !== prev.place + 1) {
      faults.push({ kind: 'gap', seq, detail: `Follows ${seqOf(prev.place)}` });
    } else if (prev_hash !== prev.hash) {
      faults.push({ kind: 'broken', seq, detail: `Its prev_hash is not the hash of ${seqOf(prev.place)}` });
    }
    if (pageHash(digest, page) !== hash)
      faults.push({ kind: 'edited', seq, detail: 'Its records do not give its hash' });
    for (const { event, event_id } of records) {
      if (seen.has(event_id)) faults.push({ kind: 'duplicate', seq, detail: `${event} ${event_id} is there twice` });
      seen.add(event_id);
    }
    prev = { place, hash };
  }
  return faults;
};
