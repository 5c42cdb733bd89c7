import type { AuditPage } from '../../../functions/audit/model/chain-domain.ts';
import type { AuditStore } from '../../../functions/audit/model/ports.ts';

/** The audit trail in memory, under the contract of the port. `before` runs before an append, to interleave another writer. */
export class InMemoryAudit implements AuditStore {
  readonly #pages = new Map<string, AuditPage>();
  before: (page: AuditPage) => Promise<void> = async () => undefined;

  async pagesOf(orderId: string): Promise<readonly AuditPage[]> {
    return [...this.#pages.values()]
      .filter(({ order_id }) => order_id === orderId)
      .sort((a, b) => (a.seq < b.seq ? -1 : 1));
  }

  async append(page: AuditPage): Promise<'appended' | 'conflict'> {
    await this.before(page);
    const key = `${page.order_id}|${page.seq}`;
    if (this.#pages.has(key)) return 'conflict';
    this.#pages.set(key, page);
    return 'appended';
  }
}
