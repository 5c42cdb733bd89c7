import type { AnalyticsHealth, LedgerPage } from '../../../schemas/generated/types.ts';
import type { BooksRead, ExactLedgerPage, ViewsRead } from './ledger-report-domain.ts';

/** The routes of the HTTP API that a walk reads. */
export interface BooksReader {
  /** @param cursor of the page before; undefined for the first. */
  page(book: LedgerPage['book'], limit: number, cursor: string | undefined): Promise<ExactLedgerPage>;
  health(): Promise<AnalyticsHealth>;
}

/** Of one request; the API allows no more. */
const pageSize = 200;

/** Every page of a book, in the API's sequence. */
const pagesOf = async (
  reader: BooksReader,
  book: LedgerPage['book'],
  onChecked: (entries: number) => void,
): Promise<readonly ExactLedgerPage[]> => {
  const pages: ExactLedgerPage[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.page(book, pageSize, cursor);
    pages.push(page);
    onChecked(page.checked);
    cursor = page.next;
  } while (cursor !== undefined);
  return pages;
};

const viewsOf = async (reader: BooksReader): Promise<ViewsRead> => {
  const { lag_records, lost_records, dead_lettered_records, orders } = await reader.health();
  return { accepted: orders.accepted, lag: lag_records, missing: lost_records + dead_lettered_records };
};

/**
 * Walks both books. The stocks are read before and after the orders: one whose version is still the same has not moved meanwhile.
 * @param onChecked the number of entries of each page.
 */
export const readBooks = async (reader: BooksReader, onChecked: (entries: number) => void): Promise<BooksRead> => {
  const viewsBefore = await viewsOf(reader);
  const stocksBefore = await pagesOf(reader, 'stocks', onChecked);
  const orders = await pagesOf(reader, 'orders', onChecked);
  const stocksAfter = await pagesOf(reader, 'stocks', onChecked);
  return { orders, stocksBefore, stocksAfter, viewsBefore, viewsAfter: await viewsOf(reader) };
};
