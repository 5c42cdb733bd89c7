import { createHash } from 'node:crypto';
import { groupsWithin } from '../model/groups-within.ts';
import type { PageSearch } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';
import { bytesOfOutcomes, outcomesOfBytes } from './outcome-bytes.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Far below DynamoDB's 400 KB: a page that a large batch leaves is read as a whole. */
const mostBytes = 64_000;
/** Without texts an outcome has fewer bytes. */
const bytesOfNumbers = 56;

/** A page with so many outcomes is worth its write unit. */
const worthwhile = 20;
/** Outcomes of late commands get pages of their own if the others, at least this share, then have a shorter span. */
const mainShare = 0.9;

const secondMs = 1_000;
const dayMs = 86_400_000;

/**
 * The times of a page's orders differ by at most its span, one of these. A search for an order reads, of each span, the
 * pages that begin within it before the order: of a SKU that is often sold most pages have the shortest span, of another
 * one there are few in the longest. The position is stored: only append.
 */
const spansMs: readonly number[] = [10 * secondMs, 600 * secondMs, 36_000 * secondMs, 30 * dayMs];
const longestMs = Math.max(...spansMs);

const prefix = 'page#';

/** The pages of a SKU: a partition of the outcomes' table. Owners are UUIDs, so that none has this key. */
const pagePartition = (sku: string): string => `${prefix}${sku}`;

const orderedAt = ({ orderedAt: time, sku, version }: Outcome): string => {
  if (time === undefined)
    throw new TypeError(`Outcome ${version} of ${sku} has no order's time: no page could be found`);
  return time;
};

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

/** Groups with the shortest span that does not make many small pages of one. */
const splitBySpan = (outcomes: readonly Outcome[]): readonly (readonly Outcome[])[] => {
  for (const spanMs of spansMs) {
    const groups = groupsWithin(outcomes, spanMs, orderedAt);
    const largest = Math.max(...groups.map(({ length }) => length));
    if (largest >= mainShare * outcomes.length || groups.length * worthwhile <= outcomes.length) return groups;
  }
  return groupsWithin(outcomes, longestMs, orderedAt);
};

/** As sort keys are: by its span, then by the time of its oldest order. */
const sortKeyOf = (span: number, from: string): string => `${span}#${from}`;

/**
 * The sort key ends with a hash of the content: a repeated put writes the same item, and another page, of a slower writer,
 * never replaces it.
 */
const pageItem = (sku: string, outcomes: readonly Outcome[]): Attributes => {
  const times = outcomes.map(orderedAt).sort();
  const [from = '', to = ''] = [times.at(0), times.at(-1)];
  const span = spansMs.findIndex((spanMs) => Date.parse(to) - Date.parse(from) <= spanMs);
  const bytes = bytesOfOutcomes(outcomes);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { order_id: pagePartition(sku), sku: `${sortKeyOf(span, from)}#${hash}`, outcomes: bytes };
};

/** The pages that hold these outcomes, of one or several SKUs. */
export const pageItems = (outcomes: readonly Outcome[]): readonly Attributes[] =>
  [...Map.groupBy(outcomes, ({ sku }) => sku)].flatMap(([sku, own]) =>
    splitBySpan(own)
      .flatMap(splitBySize)
      .map((some) => pageItem(sku, some)),
  );

const before = (time: string, ms: number): string => new Date(Date.parse(time) - ms).toISOString();

/** A range of sort keys in a partition of the table. */
export interface KeyRange {
  readonly partition: string;
  readonly first: string;
  readonly last: string;
}

/** Every page with an outcome that is searched for is in one of these ranges. */
export const rangesOf = ({ sku, placed: { from, to } }: PageSearch): readonly KeyRange[] =>
  spansMs.map((ms, span) => ({
    partition: pagePartition(sku),
    first: sortKeyOf(span, from === undefined ? '' : before(from, ms)),
    // `$` follows the `#` before the hash.
    last: `${sortKeyOf(span, to)}$`,
  }));

export const isPage = ({ order_id }: Attributes): boolean => String(order_id).startsWith(prefix);

export const outcomesOfPage = ({ order_id, outcomes }: Attributes): readonly Outcome[] =>
  outcomesOfBytes(String(order_id).slice(prefix.length), outcomes as Uint8Array);
