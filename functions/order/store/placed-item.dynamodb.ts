import type { LineItem } from '../../../schemas/generated/types.ts';
import type { OrderDocument } from '../model/domain.ts';
import type { Attributes } from './attribute-changes.dynamodb.ts';

/**
 * One line of text per line of the order, `85123A 2 255`: a third of DynamoDB's cost for maps, so that orders of up to
 * fifty lines take one write unit per write. No SKU contains a space.
 */
const textOf = (lines: readonly LineItem[]): string =>
  lines.map(({ sku, qty, unit_price }) => `${sku} ${qty} ${unit_price}`).join('\n');

const linesOf = (text: string): readonly LineItem[] =>
  text.split('\n').map((line) => {
    const [sku = '', qty, unit_price] = line.split(' ');
    return { sku, qty: Number(qty), unit_price: Number(unit_price) };
  });

/** The attributes of an order as its client placed it, but for its key. They share their names with the facts of its saga. */
export const placedAttributes = ({ order_id: _, line_items, ...order }: OrderDocument): Attributes => ({
  ...order,
  lines: textOf(line_items),
});

/** The order as placed; undefined if the item lacks it. */
export const placedOf = (order_id: string, item: Attributes): OrderDocument | undefined => {
  if (item['lines'] === undefined) return undefined;
  const { client, fingerprint, user_id, email, phone, amount, currency, payment_token, created_at, trace_id } = item;
  const order = { order_id, client, fingerprint, user_id, email, phone };
  const known = {
    ...order,
    line_items: linesOf(String(item['lines'])),
    amount,
    currency,
    payment_token,
    created_at,
    trace_id,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== undefined),
  ) as unknown as OrderDocument;
};
