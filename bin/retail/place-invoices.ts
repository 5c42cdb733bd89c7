import pLimit from 'p-limit';
import type { PlaceOrderRequest } from '../../schemas/generated/types.ts';
import { ApiProblem, type OrdersApi } from '../client/orders-api.ts';
import type { MatchedCancellation } from './cancellations.ts';
import type { Invoice } from './invoices.ts';
import type { PaymentTokens } from './payment-tokens.ts';

/** One invoice that the platform accepted, and when it was posted (epoch ms). */
export interface PlacedInvoice {
  readonly invoice: Invoice;
  readonly orderId: string;
  readonly amount: number;
  readonly replayed: boolean;
  readonly postedAt: number;
  readonly milliseconds: number;
}

interface RejectedInvoice {
  readonly invoice: Invoice;
  readonly reason: string;
}

/** What came of a cancellation: asked for, or refused by the API. */
interface RequestedCancellation extends MatchedCancellation {
  readonly orderId: string;
  readonly refused?: string;
}

export interface Placement {
  readonly accepted: readonly PlacedInvoice[];
  readonly rejected: readonly RejectedInvoice[];
  readonly cancellations: readonly RequestedCancellation[];
}

export interface PlacementOptions {
  readonly concurrency: number;
  readonly tokens: PaymentTokens;
  readonly cancellations: readonly MatchedCancellation[];
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export const retailCurrency = 'GBP';

/** The file has no addresses; `.example` is nobody's. */
const requestOf = ({ customer, lines }: Invoice, payment_token: string): PlaceOrderRequest => ({
  user_id: customer,
  email: `${customer}@customers.example`,
  currency: retailCurrency,
  items: [...lines].map(([sku, qty]) => ({ sku, qty })) as PlaceOrderRequest['items'],
  payment_token,
});

/**
 * Posts each invoice as one order, so many at a time, and asks for its cancellation where the file has one: all begun in
 * the order of the file. The idempotency key is the invoice number: an import that was cut off may be run again.
 */
export const placeInvoices = async (
  orders: OrdersApi,
  invoices: readonly Invoice[],
  { concurrency, tokens, cancellations, onProgress, signal }: PlacementOptions,
): Promise<Placement> => {
  const accepted: PlacedInvoice[] = [];
  const rejected: RejectedInvoice[] = [];
  const requested: RequestedCancellation[] = [];
  const placing = new Map<Invoice, Promise<PlacedInvoice | undefined>>();

  const place = async (invoice: Invoice, index: number): Promise<PlacedInvoice | undefined> => {
    const postedAt = Date.now();
    try {
      const { order, replayed, milliseconds } = await orders.place(requestOf(invoice, tokens(index)), invoice.number);
      const placed = { invoice, orderId: order.order_id, amount: order.amount, replayed, postedAt, milliseconds };
      accepted.push(placed);
      return placed;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      rejected.push({ invoice, reason: error.message });
      return undefined;
    } finally {
      onProgress?.(accepted.length + rejected.length);
    }
  };
  const cancel = async (matched: MatchedCancellation): Promise<void> => {
    const placed = await placing.get(matched.invoice);
    if (placed === undefined) return;
    const { orderId } = placed;
    try {
      await orders.cancel(orderId, { reason: 'RETURNED', note: matched.cancellation.number });
      requested.push({ ...matched, orderId });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      requested.push({ ...matched, orderId, refused: error.message });
    }
  };

  const steps = [
    ...invoices.map((invoice, index) => ({
      row: invoice.row,
      run: () => {
        const placed = place(invoice, index);
        placing.set(invoice, placed);
        return placed;
      },
    })),
    ...cancellations.map((matched) => ({ row: matched.cancellation.row, run: () => cancel(matched) })),
  ].sort((one, other) => one.row - other.row);
  await pLimit(concurrency).map(steps, async ({ run }) => {
    if (!signal?.aborted) await run();
  });
  return { accepted, rejected, cancellations: requested };
};
