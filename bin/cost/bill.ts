import { type PriceName, prices } from './prices.ts';

/** A line of a monthly bill. */
export interface BillLine {
  readonly service: string;
  readonly price: PriceName;
  readonly quantity: number;
}

interface PricedLine extends BillLine {
  readonly unit: string;
  readonly usd: number;
}

export interface Bill {
  readonly lines: readonly PricedLine[];
  readonly byService: Readonly<Record<string, number>>;
  readonly usd: number;
}

/** Prices usage; unused items have no line. */
export const bill = (lines: readonly BillLine[]): Bill => {
  const priced = lines
    .filter(({ quantity }) => quantity > 0)
    .map((line) => {
      const { usd, per, unit } = prices[line.price];
      return { ...line, unit, usd: (line.quantity * usd) / per };
    });
  const byService: Record<string, number> = {};
  for (const { service, usd } of priced) byService[service] = (byService[service] ?? 0) + usd;
  return { lines: priced, byService, usd: priced.reduce((sum, { usd }) => sum + usd, 0) };
};
