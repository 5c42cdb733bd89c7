import type { AnswerLog } from './answer-log.ts';
import { Latencies } from './latencies.ts';
import type { LoadReport } from './load-report.ts';
import type { FinalOrder, OrderTracker } from './order-tracker.ts';

/** Epoch ms: the end of the warm-up, and the end of the planned arrivals or the interruption. */
export interface MeasuredSpan {
  readonly from: number;
  readonly to: number;
  readonly plannedArrivals: number;
  readonly lastDueAt: number;
}

const round = (n: number): number => Number(n.toFixed(2));

const latest = (times: readonly number[]): number => times.reduce((last, time) => Math.max(last, time), 0);

/** A rate counts to the end of the plan or the last event, whichever is later: what came late lowers it. */
const rate = (count: number, from: number, to: number): number =>
  to > from ? round(count / ((to - from) / 1_000)) : 0;

const paidLatencies = (paid: readonly FinalOrder[]): Pick<LoadReport['latencyMs'], 'toPaid' | 'createdToPaid'> => {
  const toPaid = new Latencies();
  const createdToPaid = new Latencies();
  for (const { dueAt, createdAt, finalAt } of paid) {
    toPaid.record(finalAt - dueAt);
    createdToPaid.record(finalAt - createdAt);
  }
  return { toPaid: toPaid.summary(), createdToPaid: createdToPaid.summary() };
};

export const summarise = (
  log: AnswerLog,
  { accepted, final, statuses, openCount }: OrderTracker,
  isPaid: (status: string) => boolean,
  { from, to, plannedArrivals, lastDueAt }: MeasuredSpan,
): Pick<LoadReport, 'perSecond' | 'answers' | 'latencyMs' | 'drainSeconds' | 'byStatus'> => {
  const finals = [...final.values()];
  const measured = finals.filter(({ isMeasured }) => isMeasured);
  const paid = measured.filter(({ status }) => isPaid(status));
  const lastFinalAt = latest(finals.map(({ finalAt }) => finalAt));
  const byStatus: Record<string, number> = {};
  for (const { orderId } of accepted) {
    const status = statuses.get(orderId) ?? 'unknown';
    byStatus[status] = (byStatus[status] ?? 0) + 1;
  }
  const until = (orders: readonly FinalOrder[]): number => latest([to, ...orders.map(({ finalAt }) => finalAt)]);
  return {
    perSecond: {
      planned: rate(plannedArrivals, from, to),
      accepted: rate(log.measuredAccepted, from, Math.max(to, log.lastAcceptedAt)),
      final: rate(measured.length, from, until(measured)),
      paid: rate(paid.length, from, until(paid)),
    },
    answers: { ...log.byStatus },
    latencyMs: {
      post: log.post.summary(),
      postFromSending: log.fromSending.summary(),
      sending: log.sending.summary(),
      ...paidLatencies(paid),
    },
    drainSeconds: openCount > 0 || finals.length === 0 ? null : round(Math.max(0, lastFinalAt - lastDueAt) / 1_000),
    byStatus,
  };
};
