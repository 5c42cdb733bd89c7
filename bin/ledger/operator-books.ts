import type { ExactLedgerPage } from '../../functions/ops/model/ledger-report-domain.ts';
import type { BooksReader } from '../../functions/ops/model/read-books-domain.ts';
import type { AnalyticsHealth } from '../../schemas/generated/types.ts';
import type { OperatorApi } from '../client/operator-api.ts';

/** The books, read as the operator. */
export const operatorBooks = (operator: Pick<OperatorApi, 'send'>): BooksReader => ({
  page: async (book, limit, cursor) => {
    const query = new URLSearchParams({ book, limit: String(limit), ...(cursor !== undefined && { cursor }) });
    return (await operator.send('GET', `/admin/ledger?${query}`)).body as ExactLedgerPage;
  },
  health: async () => (await operator.send('GET', '/admin/analytics/health')).body as AnalyticsHealth,
});
