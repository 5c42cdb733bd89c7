import type { NewOrder } from '../client/orders-api.ts';
import { allApproved, type PaymentTokens } from '../retail/payment-tokens.ts';
import type { Random } from './random.ts';

export interface OrderMix {
  /** At least as many as an order has lines. */
  readonly skus: readonly string[];
  readonly lines: number;
  /** Share of the orders with a line of the first SKU, which the others do not order; absent: all SKUs are equally likely. */
  readonly hotSku?: number;
  readonly currency: string;
  /** Undefined where clients are users: a user orders for itself. */
  readonly users: readonly string[] | undefined;
  /** Customers have e-mail addresses: the platform notifies them. */
  readonly email: boolean;
  readonly tokens?: PaymentTokens;
}

/** So many distinct ones of the list, each as likely as the others: the first steps of a Fisher–Yates shuffle. */
const distinct = <T>(list: readonly T[], count: number, random: Random): readonly T[] => {
  const rest = [...list];
  for (let n = 0; n < count; n += 1) {
    const other = n + random.below(rest.length - n);
    [rest[n], rest[other]] = [rest[other] as T, rest[n] as T];
  }
  return rest.slice(0, count);
};

const skusOf = ({ skus, lines, hotSku }: OrderMix, random: Random): readonly string[] => {
  if (hotSku === undefined) return distinct(skus, lines, random);
  const [hot = '', ...others] = skus;
  const isHot = random.fraction() < hotSku;
  return isHot ? [hot, ...distinct(others, lines - 1, random)] : distinct(others, lines, random);
};

/** Makes the orders of a run, one unit a line: the n-th is the same for the same seed. */
export const orderMaker = (mix: OrderMix, random: Random): ((index: number) => NewOrder) => {
  const { currency, users, email, tokens = allApproved } = mix;
  return (index) => {
    const user = users?.[random.below(users.length)];
    return {
      ...(user !== undefined && { user_id: user }),
      ...(email && { email: `${user ?? 'load'}@customers.example` }),
      currency,
      items: skusOf(mix, random).map((sku) => ({ sku, qty: 1 })) as unknown as NewOrder['items'],
      payment_token: tokens(index),
    };
  };
};
