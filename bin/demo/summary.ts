import type { RetailImport } from '../retail/invoices.ts';
import type { Placement } from '../retail/place-invoices.ts';
import type { OrderState } from './evidence.ts';
import type { FunctionRequests } from './function-requests.ts';
import { type Invariants, isFinished } from './invariants.ts';
import { percentile } from './percentile.ts';

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

export interface DemoSummary {
  readonly orders: {
    readonly submitted: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly byStatus: Readonly<Record<string, number>>;
    readonly unfinished: number;
  };
  /** Cancellations of the file: requested, refused by the API, of a part of an order, and without a matching order. */
  readonly cancellations: {
    readonly requested: number;
    readonly refused: number;
    readonly partial: number;
    readonly unmatched: number;
  };
  /** Invoices that the API did not accept, and why. */
  readonly rejections: readonly { readonly invoice: string; readonly reason: string }[];
  readonly rows: RetailImport['rows'];
  readonly refused: RetailImport['refused'];
  readonly priceConflicts: RetailImport['priceConflicts'];
  readonly invariants: Invariants;
  readonly latencyMs: { readonly post: Percentiles; readonly toTerminal: Percentiles };
  readonly ordersPerSecond: number;
  readonly linesPerSecond: number;
  readonly linesPerOrder: number;
  readonly dynamodb: {
    readonly requestsPerOrder: number;
    readonly writeUnitsPerOrder: number;
    readonly readUnitsPerOrder: number;
  };
  /** `drained`: every event was consumed in the end; events that never end are a fault, balanced ledgers or not. */
  readonly kafka: { readonly messagesPerOrder: number; readonly drained: boolean };
  readonly memoryMb: number;
  readonly seconds: { readonly start: number; readonly orders: number };
}

export interface DemoMeasurements {
  readonly placement: Placement;
  readonly partialReturns: number;
  readonly unmatchedCancellations: number;
  readonly retail: RetailImport;
  readonly states: ReadonlyMap<string, OrderState>;
  readonly invariants: Invariants;
  readonly requests: FunctionRequests;
  /** Records in the topics, of the orders alone. */
  readonly messages: number;
  readonly drained: boolean;
  readonly memoryMb: number;
  readonly startSeconds: number;
}

const round = (n: number, digits = 1): number => Number(n.toFixed(digits));

const percentiles = (values: readonly number[]): Percentiles => ({
  p50: round(percentile(values, 0.5)),
  p99: round(percentile(values, 0.99)),
});

export const summarise = (measured: DemoMeasurements): DemoSummary => {
  const { accepted, rejected, cancellations } = measured.placement;
  const byStatus: Record<string, number> = {};
  const toTerminal: number[] = [];
  let lastEnd = 0;
  for (const { orderId, postedAt } of accepted) {
    const state = measured.states.get(orderId);
    const status = state?.status ?? 'UNKNOWN';
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    if (!state || !isFinished(state.status)) continue;
    toTerminal.push(state.since - postedAt);
    lastEnd = Math.max(lastEnd, state.since);
  }
  const firstPost = Math.min(...accepted.map(({ postedAt }) => postedAt));
  const seconds = (lastEnd - firstPost) / 1000;
  const lines = accepted.reduce((sum, { invoice }) => sum + invoice.lines.size, 0);
  const perOrder = (n: number): number => round(n / accepted.length, 2);
  return {
    orders: {
      submitted: accepted.length + rejected.length,
      accepted: accepted.length,
      rejected: rejected.length,
      byStatus,
      unfinished: accepted.length - toTerminal.length,
    },
    cancellations: {
      requested: cancellations.filter(({ refused }) => refused === undefined).length,
      refused: cancellations.filter(({ refused }) => refused !== undefined).length,
      partial: measured.partialReturns,
      unmatched: measured.unmatchedCancellations,
    },
    rejections: rejected.map(({ invoice, reason }) => ({ invoice: invoice.number, reason })),
    rows: measured.retail.rows,
    refused: measured.retail.refused,
    priceConflicts: measured.retail.priceConflicts,
    invariants: measured.invariants,
    latencyMs: {
      post: percentiles(accepted.map(({ milliseconds }) => milliseconds)),
      toTerminal: percentiles(toTerminal),
    },
    ordersPerSecond: round(accepted.length / seconds),
    linesPerSecond: round(lines / seconds),
    linesPerOrder: perOrder(lines),
    dynamodb: {
      requestsPerOrder: perOrder(measured.requests.requests),
      writeUnitsPerOrder: perOrder(measured.requests.writeUnits),
      readUnitsPerOrder: perOrder(measured.requests.readUnits),
    },
    kafka: { messagesPerOrder: perOrder(measured.messages), drained: measured.drained },
    memoryMb: Math.round(measured.memoryMb),
    seconds: { start: round(measured.startSeconds), orders: round(seconds) },
  };
};
