import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import { json } from '../../shared/runtime/http/response.ts';
import type { ordersPage, stocksPage } from './conservation.ts';

const limits = { usual: 100, most: 200 } as const;

interface Books {
  readonly orders: ReturnType<typeof ordersPage>;
  readonly stocks: ReturnType<typeof stocksPage>;
}

/** `next` of the page before, by book: the key of its last item. */
const cursors: Readonly<Record<keyof Books, RegExp>> = {
  orders: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/(ORDER|SAGA)$/,
  stocks: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
};

const isBook = (name: string): name is keyof Books => Object.hasOwn(cursors, name);

/** `GET /admin/ledger?book=<orders or stocks>&limit=<1 to 200>&cursor=<next of the page before>`. */
export const ledgerRoute =
  (books: Books): Route =>
  async (request) => {
    const malformed = (detail: string) => problem('malformed-request', { detail });
    const book = request.query('book') ?? 'orders';
    if (!isBook(book)) return malformed('book is one of orders, stocks');
    const limit = request.query('limit') ?? String(limits.usual);
    if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > limits.most) {
      return malformed(`limit is a whole number, 1 to ${limits.most}`);
    }
    const from = request.query('cursor');
    if (from !== undefined && !cursors[book].test(from)) return malformed('cursor is the `next` of the page before');
    return json(200, await books[book]({ limit: Number(limit), ...(from !== undefined && { from }) }));
  };
