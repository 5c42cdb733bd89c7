import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import {
  type ExactAnalytics,
  figuresOf,
  pointOf,
  type ReadRow,
  stockOuts,
  sumOf,
  topSkus,
} from '../model/figures-domain.ts';
import type { ViewReader } from '../model/ports.ts';
import { daysIn, type Span } from '../model/span-domain.ts';
import { dayOf, minuteOf } from '../model/time-domain.ts';
import { daysOf, minutesOf, rejectionView, type Subject, skuViews, stockOutView } from '../model/view-names-domain.ts';

/** Most entries of each list in a response. */
const listed = { skus: 100, stockOuts: 1_000, times: 100 } as const;

/** Queries at one time. */
const concurrency = 16;

const subjects = ['orders', 'payments', 'notifications'] as const satisfies readonly Subject[];

/** A range of rows of a view, by their begin. */
interface Stretch {
  readonly view: string;
  readonly from: string;
  readonly to: string;
  readonly beginsAt: (row: string) => string;
}

const stretchesOf = (subject: Subject, span: Span): readonly Stretch[] => {
  const last = new Date(Date.parse(span.to) - 1).toISOString();
  if (span.resolution === 'day') {
    const beginsAt = (row: string) => `${row}T00:00:00.000Z`;
    return [{ view: daysOf(subject), from: dayOf(span.from), to: dayOf(last), beginsAt }];
  }
  return daysIn(span).map((day) => ({
    view: minutesOf(subject, day),
    from: day === dayOf(span.from) ? minuteOf(span.from) : '00:00',
    to: day === dayOf(last) ? minuteOf(last) : '23:59',
    beginsAt: (row) => `${day}T${row}:00.000Z`,
  }));
};

/** The figures of a span. SKUs and stock-outs cover all whole days that overlap it. */
export const analytics =
  ({ views }: { readonly views: ViewReader }) =>
  async (span: Span): Promise<ExactAnalytics> => {
    const stretches = subjects.flatMap((subject) => stretchesOf(subject, span));
    const rows = (
      await concurrently(stretches, concurrency, async ({ view, from, to, beginsAt }) =>
        (await views.rows(view, from, to)).map(({ row, counts }) => ({ at: beginsAt(row), counts })),
      )
    ).flat();
    const days = daysIn(span);
    const ofDays = async (names: readonly string[]): Promise<readonly ReadRow[]> =>
      (await concurrently(names, concurrency, (name) => views.rows(name))).flat();
    const [skus, rejections, outs] = [
      await ofDays(days.flatMap(skuViews)),
      await ofDays(days.map(rejectionView)),
      await ofDays(days.map(stockOutView)),
    ];
    const byTime = [...Map.groupBy(rows, ({ at }) => at)].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      ...span,
      totals: figuresOf(sumOf(rows)),
      series: byTime.map(([at, group]) => pointOf(at, sumOf(group))),
      top_skus: topSkus(skus, listed.skus),
      stock_outs: stockOuts(rejections, outs, { skus: listed.stockOuts, times: listed.times }),
    };
  };
