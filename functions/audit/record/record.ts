import type { AuditRecorded } from '../../../schemas/generated/types.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Transition } from '../../shared/runtime/idioms/transition.ts';
import { type AuditPage, nextPages } from '../model/chain-domain.ts';
import { auditRecord, type Digest } from '../model/domain.ts';
import type { AuditStore } from '../model/ports.ts';

export interface RecordPorts {
  readonly store: AuditStore;
  readonly digest: Digest;
}

/** Races lost in a row before the order's facts are left to another delivery. */
const conflictLimit = 5;

/** Orders settled at one time. */
const concurrency = 16;

/** One after the other: a page is sealed with the one before, which must be there. */
const appendAll = async (store: AuditStore, pages: readonly AuditPage[]): Promise<'appended' | 'conflict'> => {
  for (const page of pages) {
    if ((await store.append(page)) === 'conflict') return 'conflict';
  }
  return 'appended';
};

/**
 * Keeps the books. An order's facts come in one partition, so one writer adds its pages; where a second does (a zombie, a
 * rebalance), one of both appends, the other reads again what there is and adds what is not.
 */
export const record = ({ store, digest }: RecordPorts): Transition<AuditRecorded> => ({
  concurrency,
  key: ({ order_id }) => order_id,
  apply: async (orderId, events) => {
    const records = events.map(auditRecord);
    for (let attempt = 1; attempt <= conflictLimit; attempt += 1) {
      const pages = await store.pagesOf(orderId);
      const added = nextPages(digest, { orderId, pages, records });
      if ((await appendAll(store, added)) === 'appended') return { emit: [], rejected: [] };
    }
    throw new TransientError(`Another writer won ${conflictLimit} races for the books of ${orderId}`);
  },
});
