import type { AuditPage } from './chain-domain.ts';

/** The books of what happened: pages are added, never changed and never taken away. */
export interface AuditStore {
  /** All pages of an order by `seq`, consistent; none where it has none. @throws {TransientError} */
  pagesOf(orderId: string): Promise<readonly AuditPage[]>;
  /** `conflict`: the order has a page of that `seq`, and keeps it. @throws {TransientError} */
  append(page: AuditPage): Promise<'appended' | 'conflict'>;
}
