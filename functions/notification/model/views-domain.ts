import type {
  OrderCancelled,
  OrderCreated,
  OrderShipped,
  PaymentFailed,
  StockReserved,
} from '../../../schemas/generated/types.ts';
import { formatMoney } from '../../shared/kernel/money.ts';

/** The values of all texts about an order. */
export interface OrderView {
  readonly order: string;
  readonly amount: string;
}

interface LineView {
  readonly sku: string;
  readonly qty: string;
  readonly price: string;
}

/** The values of each template, texts only: a section of the template omits absent ones. */
export interface Views {
  readonly 'order-received': OrderView & { readonly lines: readonly LineView[]; readonly more?: string };
  readonly 'order-paid': OrderView;
  readonly 'order-shipped': { readonly order: string; readonly carrier?: string; readonly tracking?: string };
  readonly 'order-completed': OrderView;
  /** Without amount if the order costs nothing: the text then does not mention money. */
  readonly 'order-cancelled': { readonly order: string; readonly amount?: string; readonly reason: string };
  readonly 'payment-failed': OrderView & { readonly reason: string };
  readonly 'payment-refunded': OrderView;
  readonly 'stock-out': { readonly sku: string; readonly order: string };
}

/** An order may have two thousand lines: a mail lists the first. */
const listedLines = 20;

/** The fields of every event about an order's money. */
interface Priced {
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
}

export const orderView = ({ order_id, amount, currency }: Priced): OrderView => ({
  order: order_id,
  amount: formatMoney({ amount, currency }),
});

/** A human-readable code: `OUT_OF_STOCK: 85123A` becomes `out of stock: 85123A`. */
const readable = (reason: string): string =>
  reason.replace(/^[A-Za-z]+(_[A-Za-z]+)*(?=:|$)/, (code) => code.replaceAll('_', ' ').toLowerCase());

export const receivedView = (event: OrderCreated): Views['order-received'] => {
  const { line_items, currency } = event;
  const more = line_items.length - listedLines;
  return {
    ...orderView(event),
    lines: line_items.slice(0, listedLines).map(({ sku, qty, unit_price }) => ({
      sku,
      qty: String(qty),
      price: formatMoney({ amount: unit_price, currency }),
    })),
    ...(more > 0 && { more: String(more) }),
  };
};

export const reasonView = (event: OrderCancelled | PaymentFailed): OrderView & { readonly reason: string } => ({
  ...orderView(event),
  reason: readable(event.reason),
});

export const cancelledView = (event: OrderCancelled): Views['order-cancelled'] => {
  const { order, amount, reason } = reasonView(event);
  return { order, ...(event.amount > 0 && { amount }), reason };
};

export const shippedView = (event: OrderShipped): Views['order-shipped'] => {
  const { carrier, tracking_number: tracking } = event.shipment ?? {};
  return { order: event.order_id, ...(carrier && { carrier }), ...(tracking && { tracking }) };
};

export const stockOutView = ({ sku, order_id }: StockReserved): Views['stock-out'] => ({ sku, order: order_id });
