import type { Counts, Fences, Row } from '../model/domain.ts';
import { unpacked } from './packed-rows.node.ts';

/** A row's item has one attribute per sum, per fence, and per gap that the row passed. */
export const countAttribute = (name: string): string => `n.${name}`;
export const fenceAttribute = (name: string): string => `f.${name}`;
export const crossingAttribute = (name: string): string => `x.${name}`;

/** Items with the time of each topic's newest event, besides the views. */
export const progressView = 'progress';
/** Items of dead-lettered records that no view has counted: `<topic>|<partition>:<offset>`. */
export const deadLetterView = 'dead-letters';

/** One item: the first day of packed events. */
export const packingKey = { view: 'packing', row: 'skus' } as const;

const others: ReadonlySet<string> = new Set([progressView, deadLetterView, packingKey.view]);
/** Whether an item of the table is a row of a view. */
export const isRow = ({ view }: { readonly view: string }): boolean => !others.has(view);

const starting = (attributes: Readonly<Record<string, unknown>>, prefix: string): Counts =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      // Beyond the safe integers the document client reads a bigint.
      name.startsWith(prefix) && (typeof value === 'number' || typeof value === 'bigint')
        ? [[name.slice(prefix.length), value]]
        : [],
    ),
  );

const positionsIn = (fences: Counts): Fences =>
  Object.fromEntries(Object.entries(fences).map(([name, position]) => [name, Number(position)]));

export const rowOf = (attributes: Readonly<Record<string, unknown>>): Row => {
  const { packed } = attributes;
  if (packed instanceof Uint8Array) return unpacked(packed);
  const crossings = positionsIn(starting(attributes, crossingAttribute('')));
  return {
    counts: starting(attributes, countAttribute('')),
    fences: positionsIn(starting(attributes, fenceAttribute(''))),
    ...(Object.keys(crossings).length > 0 && { crossings }),
  };
};
