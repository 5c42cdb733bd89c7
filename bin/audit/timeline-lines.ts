import { styleText } from 'node:util';
import type { OrderTimeline } from '../../schemas/generated/types.ts';

/** The timeline as a table: when, how long after the step before, what, and where it lies. */
export const timelineLines = ({ steps, verified }: OrderTimeline): readonly string[] => {
  const rows = steps.map(({ at, delay_ms, event, state = '', topic, partition, offset, actor }) => [
    at,
    `+${delay_ms} ms`,
    event,
    state,
    `${topic}-${partition}@${offset}`,
    actor,
  ]);
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const padded = column === 1 ? cell.padStart(width) : cell.padEnd(width);
        return column === 3 ? styleText('bold', padded) : padded;
      })
      .join('  ')
      .trimEnd();
  return [
    ...rows.map(line),
    verified
      ? 'The audit trail of this order is intact.'
      : 'The audit trail of this order is NOT intact: `orderstream audit verify`.',
  ];
};
