import { keyOfOutcome, type OutcomeKey } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';

const separator = '|';

/** SKUs and ids do not contain the separator. */
export const outcomeName = ({ sku, owner, later }: OutcomeKey): string =>
  [sku, owner, ...(later === undefined ? [] : [later])].join(separator);

type NameParts = { readonly sku: string; readonly owner?: string; readonly later?: string };

/** The parts of an item's name: that of a stock is its SKU. */
export const keyOfName = (name: string): NameParts => {
  const [sku = '', owner, later] = name.split(separator);
  return { sku, ...(owner !== undefined && { owner }), ...(later !== undefined && { later }) };
};

export const isOutcomeKey = (key: NameParts): key is OutcomeKey => key.owner !== undefined;

export const nameOf = (outcome: Outcome): string => outcomeName(keyOfOutcome(outcome));

/** Name of the first outcome of the reservation. */
export const firstName = ({ sku, owner }: OutcomeKey): string => outcomeName({ sku, owner });
