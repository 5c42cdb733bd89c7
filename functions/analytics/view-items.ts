import type { Row } from './domain.ts';

/** How a row lies in its item: one attribute a sum, one a fence. */
export const countAttribute = (name: string): string => `n.${name}`;
export const fenceAttribute = (name: string): string => `f.${name}`;

/** Where the newest event of each topic is noted, besides the views. */
export const progressView = 'progress';

const starting = (attributes: Readonly<Record<string, unknown>>, prefix: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === 'number' ? [[name.slice(prefix.length), value]] : [],
    ),
  );

export const rowOf = (attributes: Readonly<Record<string, unknown>>): Row => ({
  counts: starting(attributes, countAttribute('')),
  fences: starting(attributes, fenceAttribute('')),
});
