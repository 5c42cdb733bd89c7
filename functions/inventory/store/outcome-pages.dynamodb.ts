import { createHash } from 'node:crypto';
import type { Outcome } from '../model/stock-domain.ts';
import { bytesOfOutcomes, outcomesOfBytes } from './outcome-bytes.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Far below DynamoDB's 400 KB: a page that a large batch leaves is read as a whole. */
const mostBytes = 64_000;
/** Without texts an outcome has fewer bytes. */
const bytesOfNumbers = 48;

const prefix = 'page#';

/** The pages of a SKU: a partition of the outcomes' table. Owners are UUIDs, so that none has this key. */
export const pagePartition = (sku: string): string => `${prefix}${sku}`;

const sizeOf = ({ owner, reason = '', actor = '' }: Outcome): number =>
  bytesOfNumbers + Buffer.byteLength(owner) + Buffer.byteLength(reason) + Buffer.byteLength(actor);

const splitBySize = (outcomes: readonly Outcome[]): readonly (readonly Outcome[])[] => {
  const pages: Outcome[][] = [];
  let room = 0;
  for (const outcome of outcomes) {
    room -= sizeOf(outcome);
    if (room < 0) {
      pages.push([]);
      room = mostBytes - sizeOf(outcome);
    }
    pages.at(-1)?.push(outcome);
  }
  return pages;
};

const latest = (outcomes: readonly Outcome[]): string =>
  outcomes
    .map(({ at }) => at)
    .sort()
    .at(-1) ?? '';

/**
 * The sort key begins with the time of the page's latest outcome: a search from a time on is one key range. It ends with a
 * hash of the content: a repeated put writes the same item, and another page, of a slower writer, never replaces it.
 */
const pageItem = (sku: string, outcomes: readonly Outcome[]): Attributes => {
  const bytes = bytesOfOutcomes(outcomes);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { order_id: pagePartition(sku), sku: `${latest(outcomes)}#${hash}`, outcomes: bytes };
};

/** The pages that hold these outcomes, of one or several SKUs. */
export const pageItems = (outcomes: readonly Outcome[]): readonly Attributes[] =>
  [...Map.groupBy(outcomes, ({ sku }) => sku)].flatMap(([sku, own]) =>
    splitBySize(own).map((some) => pageItem(sku, some)),
  );

export const isPage = ({ order_id }: Attributes): boolean => String(order_id).startsWith(prefix);

export const outcomesOfPage = ({ order_id, outcomes }: Attributes): readonly Outcome[] =>
  outcomesOfBytes(String(order_id).slice(prefix.length), outcomes as Uint8Array);
