import type { Count } from '../../shared/kernel/count.ts';
import type { Counts } from './domain.ts';
import { dayOf } from './time-domain.ts';

/**
 * The first day of events that are packed: the sums of their SKUs share a row, the places of an order's events a page. Events of days
 * before it are counted as an earlier release did, or a redelivered one would count in both ways.
 */
export const packedAlways = '0000-00-00';

/** No event is packed: the projection has only run in an earlier release. */
export const packedNever = '9999-99-99';

export const isPacked = ({ at, packedFrom }: { readonly at: string; readonly packedFrom: string }): boolean =>
  dayOf(at) >= packedFrom;

/** The sums of a SKU in a packed row. A SKU may have points, a currency has none. */
export const packedSums = (
  sku: string,
  { units, currency, revenue }: { units: number; currency: string; revenue: Count },
) => ({
  [`units.${sku}`]: units,
  [`revenue.${currency}.${sku}`]: revenue,
});

const packedName = /^(units|revenue\.[^.]+)\.(.+)$/;

/** A packed row as a row of each SKU. */
export const unpackedSums = (counts: Counts): readonly { readonly row: string; readonly counts: Counts }[] => {
  const skus = new Map<string, Record<string, Count>>();
  for (const [packed, count] of Object.entries(counts)) {
    const [, name = '', sku = ''] = packedName.exec(packed) ?? [];
    if (sku !== '') skus.set(sku, { ...skus.get(sku), [name]: count });
  }
  return [...skus].map(([row, sums]) => ({ row, counts: sums }));
};
