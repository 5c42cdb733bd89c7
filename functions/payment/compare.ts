import type { Clock } from '../shared/kernel/clock.ts';
import type { Deadline } from '../shared/runtime/idioms/batch.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import { type Difference, differenceKinds, differenceOf, type StatementEntry } from './comparison-domain.ts';
import type { Comparisons, GatewayStatement, PaymentObserver, Payments, Period } from './ports.ts';
import { laterBy } from './retry-domain.ts';

export interface ComparePorts {
  readonly payments: Payments;
  readonly statement: GatewayStatement;
  readonly comparisons: Comparisons;
  readonly clock: Clock;
  readonly observer: PaymentObserver;
}

/** Compared in one run: few enough movements for its time. */
const periodMs = 600_000;
/** What is younger may still be on its way into our books. */
const settlingMs = 3_600_000;
/** What a page of the statement may take, and the note of how far it went. */
const reserveMs = 10_000;

const startOfPeriod = (now: Date): string => new Date(Math.floor(now.getTime() / periodMs) * periodMs).toISOString();

/** The next to be compared, once it is old enough. */
const nextPeriod = (from: string, now: Date): Period | undefined => {
  const until = laterBy(new Date(from), periodMs);
  return Date.parse(until) + settlingMs <= now.getTime() ? { from, until } : undefined;
};

const differencesOf = async (
  payments: Payments,
  entries: readonly StatementEntry[],
): Promise<readonly Difference[]> => {
  const orderIds = [...new Set(entries.flatMap(({ orderId }) => orderId ?? []))];
  const known = new Map((await payments.findAll(orderIds)).map((payment) => [payment.order_id, payment]));
  return entries.flatMap((entry) => differenceOf(entry, known.get(entry.orderId ?? '')) ?? []);
};

/** `CHARGED_THOUGH_CLOSED` is counted as `StatementChargedThoughClosed`. */
const metricOf = (kind: Difference['kind']): string =>
  `Statement${kind
    .split('_')
    .map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`)
    .join('')}`;

type Counts = Readonly<Record<string, number>>;

/**
 * Compares the gateway's statement with our books, ten minutes of it at a time, each once and an hour after their end: every
 * movement of money there must be known here. What was not finished is compared again, from its beginning.
 */
export const compare =
  ({ payments, statement, comparisons, clock, observer }: ComparePorts) =>
  async ({ deadline }: { readonly deadline: Deadline }): Promise<Counts> => {
    const now = clock.now();
    const comparedUntil = await comparisons.comparedUntil();
    if (comparedUntil === undefined) {
      await comparisons.goOn(undefined, startOfPeriod(now));
      return {};
    }
    const period = nextPeriod(comparedUntil, now);
    if (period === undefined) return {};
    let compared = 0;
    const differences: Difference[] = [];
    try {
      for await (const entries of statement.entries(period)) {
        if (deadline.remainingMs() < reserveMs) return { StatementUnfinished: 1 };
        differences.push(...(await differencesOf(payments, entries)));
        compared += entries.length;
      }
    } catch (thrown) {
      if (!(thrown instanceof TransientError)) throw thrown;
      return { StatementUnavailable: 1 };
    }
    await comparisons.goOn(period.from, period.until);
    for (const difference of differences) observer.differs(difference);
    const byKind = Map.groupBy(differences, ({ kind }) => kind);
    return {
      StatementEntriesCompared: compared,
      StatementDifferences: differences.length,
      ...Object.fromEntries(differenceKinds.map((kind) => [metricOf(kind), byKind.get(kind)?.length ?? 0])),
    };
  };
