import type {
  EventType,
  FieldError,
  LineItem,
  OrderAccepted,
  OrderCreated,
  PlaceOrderRequest,
} from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { isCurrency } from '../../shared/kernel/currencies.ts';
import { eventId, fingerprint } from '../../shared/kernel/ids.ts';
import { add, type Money, multiply } from '../../shared/kernel/money.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';

/** The catalogue's price of one unit, in the currency's minor unit. */
export interface Price {
  readonly unit_price: number;
  readonly currency: string;
}

/** An order as its client placed it. Never changes. */
export interface OrderDocument {
  readonly order_id: string;
  /** The order's owner: only this client sees it. */
  readonly client: string;
  /** Fingerprint of the request that placed it: another request may not take its id. */
  readonly fingerprint: string;
  readonly user_id: string;
  readonly email?: string;
  readonly phone?: string;
  readonly line_items: readonly LineItem[];
  readonly amount: number;
  readonly currency: string;
  readonly payment_token: string;
  readonly created_at: string;
  readonly trace_id: string;
}

/** Units of one SKU in an order; they may be more than its schema allows for one item. */
interface MergedItem {
  readonly sku: string;
  readonly qty: number;
  /** Pointers of all items merged into it. */
  readonly pointers: readonly string[];
}

const quantityLimit = 1_000_000;

/** Items of one SKU become one line, where the first of them was: a SKU is on at most one line of an order. */
const mergeItems = ({ items }: PlaceOrderRequest): readonly MergedItem[] => {
  const merged = new Map<string, MergedItem>();
  for (const [index, { sku, qty }] of items.entries()) {
    const before = merged.get(sku);
    merged.set(sku, {
      sku,
      qty: (before?.qty ?? 0) + qty,
      pointers: [...(before?.pointers ?? []), `/items/${index}`],
    });
  }
  return [...merged.values()];
};

const errorsAt = (pointers: readonly string[], field: string, detail: string): readonly FieldError[] =>
  pointers.map((pointer) => ({ pointer: `${pointer}/${field}`, detail }));

const lineErrors = (item: MergedItem, price: Price | undefined, currency: string): readonly FieldError[] => {
  if (price === undefined) return errorsAt(item.pointers, 'sku', `There is no SKU "${item.sku}"`);
  if (price.currency !== currency) {
    return errorsAt(item.pointers, 'sku', `"${item.sku}" is sold in ${price.currency}, not in ${currency}`);
  }
  if (item.qty > quantityLimit) {
    return errorsAt(
      item.pointers,
      'qty',
      `The items of "${item.sku}" add up to ${item.qty}; ${quantityLimit} are allowed`,
    );
  }
  return [];
};

const totalOf = (lines: readonly LineItem[], currency: string): Result<Money, unknown> =>
  lines.reduce<Result<Money, unknown>>(
    (total, { qty, unit_price }) => {
      const line = multiply({ amount: unit_price, currency }, qty);
      if (!total.ok || !line.ok) return total.ok ? line : total;
      return add(total.value, line.value);
    },
    ok({ amount: 0, currency }),
  );

export interface PricedLines {
  readonly line_items: readonly LineItem[];
  readonly amount: number;
}

/** SKUs whose prices an order needs. */
export const skusOf = ({ items }: PlaceOrderRequest): readonly string[] => [...new Set(items.map(({ sku }) => sku))];

/** Prices a request from the catalogue. Every item at fault is named. */
export const priceLines = (
  request: PlaceOrderRequest,
  prices: ReadonlyMap<string, Price>,
): Result<PricedLines, readonly FieldError[]> => {
  const { currency, expected_total } = request;
  if (!isCurrency(currency)) return err([{ pointer: '/currency', detail: 'is no code of ISO 4217' }]);
  const items = mergeItems(request);
  const errors = items.flatMap((item) => lineErrors(item, prices.get(item.sku), currency));
  if (errors.length > 0) return err(errors);
  const line_items = items.map(({ sku, qty }) => ({ sku, qty, unit_price: prices.get(sku)?.unit_price ?? 0 }));
  const total = totalOf(line_items, currency);
  if (!total.ok) return err([{ pointer: '/items', detail: 'The total is beyond what can be charged' }]);
  const { amount } = total.value;
  if (expected_total !== undefined && expected_total !== amount) {
    return err([{ pointer: '/expected_total', detail: `The total is ${amount}, not ${expected_total}` }]);
  }
  return ok({ line_items, amount });
};

/** Requests with equal fingerprints place the same order. */
export const requestFingerprint = (request: PlaceOrderRequest): string => {
  const { user_id, email, phone, currency, payment_token, expected_total } = request;
  const items = mergeItems(request).map(({ sku, qty }) => [sku, qty]);
  const fields = [user_id, email, phone, currency, payment_token, expected_total].map((field) => field ?? null);
  return fingerprint(JSON.stringify([...fields, items]));
};

/** Fields of every event of an order; re-emitted, it has the same bytes. */
export const orderEnvelope = <T extends EventType>(
  type: T,
  { order_id, trace_id }: { readonly order_id: string; readonly trace_id: string },
  { at, source, actor }: { readonly at: string; readonly source: string; readonly actor?: string },
) => ({
  type,
  event_id: eventId(order_id, type),
  timestamp: at,
  metadata: metadataOf(type, { correlation_id: order_id, source, ...(actor !== undefined && { actor }) }),
  trace_id,
  order_id,
});

/** The contact fields that an order has; absent, not undefined, where it has none. */
export const contactOf = ({ email, phone }: { readonly email?: string; readonly phone?: string }) => ({
  ...(email !== undefined && { email }),
  ...(phone !== undefined && { phone }),
});

export const orderCreated = (order: OrderDocument): OrderCreated => ({
  ...orderEnvelope('ORDER_CREATED', order, { at: order.created_at, source: 'order/intake' }),
  user_id: order.user_id,
  line_items: order.line_items,
  amount: order.amount,
  currency: order.currency,
  status: 'CREATED',
  created_at: order.created_at,
  payment_token: order.payment_token,
  ...contactOf(order),
});

/** The reply to an accepted request, and to each of its replays. */
export const orderAccepted = ({ order_id, amount, currency, created_at }: OrderDocument): OrderAccepted => ({
  order_id,
  status: 'CREATED',
  amount,
  currency,
  created_at,
});

/** The order from its event, which does not contain the client: only operators can see it. */
export const restoredOrder = (event: OrderCreated): OrderDocument => ({
  order_id: event.order_id,
  client: '',
  fingerprint: '',
  user_id: event.user_id,
  ...contactOf(event),
  line_items: event.line_items,
  amount: event.amount,
  currency: event.currency,
  payment_token: event.payment_token,
  created_at: event.created_at,
  trace_id: event.trace_id,
});
