import type { AuditRecorded } from '../../../schemas/generated/types.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Transition } from '../../shared/runtime/idioms/transition.ts';
import { type AuditPage, nextPages } from '../model/chain-domain.ts';
import { auditRecords, type Digest } from '../model/domain.ts';
import type { AuditStore } from '../model/ports.ts';

export interface RecordPorts {
  readonly store: AuditStore;
  readonly digest: Digest;
}

/** Races lost in a row before the order's records fail and are redelivered. */
const conflictLimit = 5;

/** Orders processed at one time. */
const concurrency = 16;

/** In sequence: a page's hash covers the previous one, which must be stored first. */
const appendAll = async (store: AuditStore, pages: readonly AuditPage[]): Promise<'appended' | 'conflict'> => {
  for (const page of pages) {
    if ((await store.append(page)) === 'conflict') return 'conflict';
  }
  return 'appended';
};

/**
 * Appends facts to the order's audit trail. One partition has all facts of an order, so that one writer appends its pages; a
 * second one (a zombie, a rebalance) loses the conditional write, rereads the pages and appends the missing facts.
 */
export const record = ({ store, digest }: RecordPorts): Transition<AuditRecorded> => ({
  concurrency,
  key: ({ order_id }) => order_id,
  apply: async (orderId, events) => {
    const records = events.flatMap(auditRecords);
    for (let attempt = 1; attempt <= conflictLimit; attempt += 1) {
      const pages = await store.pagesOf(orderId);
      const added = nextPages(digest, { orderId, pages, records });
      if ((await appendAll(store, added)) === 'appended') return { emit: [], rejected: [] };
    }
    throw new TransientError(`Another writer won ${conflictLimit} races for the audit trail of ${orderId}`);
  },
});
