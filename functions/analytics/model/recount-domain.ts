import type { TopicName } from '../../../schemas/topics.ts';
import { exactJson } from '../../shared/kernel/exact-json.ts';
import { type Counts, changed, changeOf, emptyRow, isCounted, type Row, type RowKey, rowName } from './domain.ts';
import { identityOf } from './identity-domain.ts';
import { packedAlways } from './packing-domain.ts';
import { type CountedEvent, contributionsOf, type Place } from './views-domain.ts';

/** A row as stored. */
export interface LiveRow extends RowKey, Row {
  /** Number of corrections. */
  readonly corrections: number;
}

export interface LogRecord extends Place {
  readonly topic: string;
  readonly event: CountedEvent;
}

/** A row that differs from the log. */
export interface Difference extends RowKey {
  readonly live: Row;
  readonly corrections: number;
  readonly expected: Row;
}

/** The source topic of a view. */
export const sourceOf = ({ view }: Pick<RowKey, 'view'>): TopicName => {
  const [subject = ''] = view.split('|');
  const source = Object.entries(sources).find(([name]) => name === subject)?.[1];
  if (source === undefined) throw new RangeError(`The view "${view}" has no source topic`);
  return source;
};

const sources = {
  orders: 'orders.created',
  skus: 'orders.created',
  payments: 'payments.completed',
  notifications: 'notifications.events',
  rejections: 'inventory.updated',
  'stock-outs': 'inventory.updated',
} as const satisfies Record<string, TopicName>;

/** The canonical form of a row: without zeros, names sorted. Equal rows are equal bytes. */
export const canonical = ({ view, row }: RowKey, counts: Counts): string =>
  exactJson({
    view,
    row,
    counts: Object.fromEntries(
      Object.entries(counts)
        .filter(([, count]) => count !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  });

/** A row without sums equals a missing row. */
export const isEmpty = (counts: Counts): boolean => Object.values(counts).every((count) => count === 0);

/**
 * Recounts the log from its first record, partition by partition in order: each row up to its own fences and to the offsets that
 * the projection has acknowledged. The projection may therefore continue meanwhile. Read the acknowledged offsets first, then
 * the rows, then the log.
 * @param packedFrom the first day of packed events.
 */
export const recount = (
  live: readonly LiveRow[],
  isAcknowledged: (record: Omit<LogRecord, 'event'>) => boolean,
  packedFrom = packedAlways,
) => {
  const before = new Map(live.map((row) => [rowName(row), row]));
  const rows = new Map<string, RowKey & Row>();
  const seen = new Set<string>();
  const isAgain = ({ event }: LogRecord): boolean => {
    const { of, id } = identityOf(event);
    const name = `${of}|${id}`;
    if (seen.has(name)) return true;
    seen.add(name);
    return false;
  };
  return {
    add: (record: LogRecord): void => {
      if (isAgain(record)) return;
      const acknowledged = isAcknowledged(record);
      for (const contribution of contributionsOf(record.event, record, { packedFrom })) {
        const { view, row } = contribution;
        const name = rowName(contribution);
        if (!acknowledged && !isCounted(before.get(name) ?? emptyRow, contribution)) continue;
        const known = rows.get(name) ?? emptyRow;
        const change = changeOf([contribution], known);
        if (change !== undefined) rows.set(name, { view, row, ...changed(known, change) });
      }
    },
    /** All expected rows. */
    rows: (): readonly (RowKey & Row)[] => [...rows.values()].filter(({ counts }) => !isEmpty(counts)),
    /** The differing rows, sorted by name. */
    differences: (): readonly Difference[] =>
      [...new Set([...before.keys(), ...rows.keys()])].sort().flatMap((name) => {
        const found = before.get(name);
        const key = found ?? rows.get(name);
        if (key === undefined) return [];
        const expected = rows.get(name) ?? emptyRow;
        const { view, row } = key;
        const live = found ?? emptyRow;
        if (canonical(key, live.counts) === canonical(key, expected.counts)) return [];
        return [{ view, row, live, corrections: found?.corrections ?? 0, expected }];
      }),
  };
};
