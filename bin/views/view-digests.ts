import { createHash } from 'node:crypto';
import type { Row, RowKey } from '../../functions/analytics/model/domain.ts';
import { canonical, isEmpty } from '../../functions/analytics/model/recount-domain.ts';

type CountedRow = RowKey & Pick<Row, 'counts'>;

/** One subject of the views: how many rows the log makes, and the digests of their canonical bytes. */
export interface RecountedView {
  readonly view: string;
  readonly rows: number;
  readonly live: string;
  readonly recounted: string;
}

const subjectOf = ({ view }: RowKey): string => view.split('|')[0] ?? view;

const digestOf = (lines: readonly string[]): string =>
  createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('hex');

const linesBySubject = (rows: readonly CountedRow[]): ReadonlyMap<string, readonly string[]> => {
  const groups = Map.groupBy(
    rows.filter(({ counts }) => !isEmpty(counts)),
    subjectOf,
  );
  return new Map([...groups].map(([subject, group]) => [subject, group.map((row) => canonical(row, row.counts))]));
};

/** The live rows and those counted again, side by side, by subject. */
export const digestsOf = (live: readonly CountedRow[], recounted: readonly CountedRow[]): readonly RecountedView[] => {
  const [liveLines, lines] = [linesBySubject(live), linesBySubject(recounted)];
  return [...new Set([...liveLines.keys(), ...lines.keys()])].sort().map((view) => ({
    view,
    rows: lines.get(view)?.length ?? 0,
    live: digestOf(liveLines.get(view) ?? []),
    recounted: digestOf(lines.get(view) ?? []),
  }));
};
