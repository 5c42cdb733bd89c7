import pLimit from 'p-limit';
import type { PlaceOrderRequest } from '../../schemas/generated/types.ts';
import { ApiProblem, type OrdersApi } from '../client/orders-api.ts';
import type { Invoice } from './invoices.ts';

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

export interface Placement {
  readonly accepted: readonly PlacedInvoice[];
  readonly rejected: readonly RejectedInvoice[];
}

export const retailCurrency = 'GBP';

const requestOf = ({ customer, lines }: Invoice): PlaceOrderRequest => ({
  user_id: customer,
  currency: retailCurrency,
  items: [...lines].map(([sku, qty]) => ({ sku, qty })) as PlaceOrderRequest['items'],
  payment_token: 'tok_approve',
});

/**
 * Posts each invoice as one order, begun in invoice order, so many at a time. The idempotency key is the invoice number:
 * an import that was cut off may be run again.
 */
export const placeInvoices = async (
  orders: OrdersApi,
  invoices: readonly Invoice[],
  options: {
    readonly concurrency: number;
    readonly onProgress?: (done: number) => void;
    readonly signal?: AbortSignal;
  },
): Promise<Placement> => {
  const limit = pLimit(options.concurrency);
  const accepted: PlacedInvoice[] = [];
  const rejected: RejectedInvoice[] = [];
  const placeOne = async (invoice: Invoice): Promise<void> => {
    if (options.signal?.aborted) return;
    const postedAt = Date.now();
    try {
      const { order, replayed, milliseconds } = await orders.place(requestOf(invoice), invoice.number);
      accepted.push({ invoice, orderId: order.order_id, amount: order.amount, replayed, postedAt, milliseconds });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      rejected.push({ invoice, reason: error.message });
    }
    options.onProgress?.(accepted.length + rejected.length);
  };
  await limit.map(invoices, placeOne);
  return { accepted, rejected };
};
