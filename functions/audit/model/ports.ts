import type { AuditPage } from './chain-domain.ts';

/** The audit trail: append-only pages. */
export interface AuditStore {
  /** All pages of an order by `seq`, read consistently; empty if it has none. @throws {TransientError} */
  pagesOf(orderId: string): Promise<readonly AuditPage[]>;
  /** `conflict`: the order already has a page of that `seq`. @throws {TransientError} */
  append(page: AuditPage): Promise<'appended' | 'conflict'>;
}
