import pLimit from 'p-limit';
import { ApiProblem, type OrdersApi } from '../client/orders-api.ts';
import type { MatchedCancellation } from './cancellations.ts';
import type { Invoice } from './invoice.ts';
import { orderOfInvoice } from './order-of-invoice.ts';
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

/** The outcome of a cancellation: requested, or refused by the API. */
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

/**
 * Posts each invoice as one order, with bounded concurrency, and requests its cancellation where the file has one: all begun in
 * the order of the file. The idempotency key is the invoice number: an interrupted import may be run again.
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

  // If the API does not answer at all, the rest is not attempted: each would wait as long again.
  let unreachable = false;
  const reasonOf = (error: unknown): string => {
    if (error instanceof ApiProblem) return error.message;
    unreachable = true;
    return error instanceof Error ? error.message : String(error);
  };

  const place = async (invoice: Invoice, index: number): Promise<PlacedInvoice | undefined> => {
    const postedAt = Date.now();
    try {
      const { order, replayed, milliseconds } = await orders.place(
        orderOfInvoice(invoice, tokens(index)),
        invoice.number,
      );
      const placed = { invoice, orderId: order.order_id, amount: order.amount, replayed, postedAt, milliseconds };
      accepted.push(placed);
      return placed;
    } catch (error) {
      rejected.push({ invoice, reason: reasonOf(error) });
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
      requested.push({ ...matched, orderId, refused: reasonOf(error) });
    }
  };

  const steps = [
    ...invoices.map((invoice, index) => ({
      line: invoice.line,
      run: () => {
        const placed = place(invoice, index);
        placing.set(invoice, placed);
        return placed;
      },
    })),
    ...cancellations.map((matched) => ({ line: matched.cancellation.line, run: () => cancel(matched) })),
  ].sort((one, other) => one.line - other.line);
  await pLimit(concurrency).map(steps, async ({ run }) => {
    if (!signal?.aborted && !unreachable) await run();
  });
  return { accepted, rejected, cancellations: requested };
};
