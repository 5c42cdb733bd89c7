import type { MetricName } from '../../schemas/metrics.ts';
import { type Route, routes } from '../../schemas/routes.ts';

/** How the bad events are counted. */
export type Indicator =
  /** Requests of a route that were answered 5xx. */
  | { readonly kind: 'answered'; readonly route: Pick<Route, 'method' | 'path'> }
  /** Measurements above the limit. */
  | { readonly kind: 'within'; readonly metric: MetricName; readonly milliseconds: number }
  /** One count relative to another. */
  | { readonly kind: 'without'; readonly bad: MetricName; readonly all: MetricName };

export interface Slo {
  /** A heading of `docs/runbooks.md`. */
  readonly runbook: string;
  readonly promise: string;
  /** The required good part over four weeks. */
  readonly objective: number;
  readonly indicator: Indicator;
}

/** The promises to customers and to the shop. */
export const slos = {
  'orders-are-taken': {
    runbook: 'Orders are not taken',
    promise: 'POST /orders is not answered 5xx',
    objective: 0.999,
    indicator: { kind: 'answered', route: routes.placeOrder },
  },
  'orders-are-paid-in-time': {
    runbook: 'Orders are paid late',
    promise: 'A paid order is paid within a minute',
    objective: 0.99,
    indicator: { kind: 'within', metric: 'TimeToPaid', milliseconds: 60_000 },
  },
  'orders-come-to-an-end': {
    runbook: 'Orders run out of time',
    promise: 'An order does not time out',
    objective: 0.999,
    indicator: { kind: 'without', bad: 'OrdersTimedOut', all: 'OrdersAccepted' },
  },
} as const satisfies Record<string, Slo>;

/** A burn rate of the error budget, over a long time and still now. */
export interface Burn {
  readonly name: string;
  readonly rate: number;
  readonly longMinutes: number;
  readonly shortMinutes: number;
}

/** At the first rate two per cent of the budget are gone within an hour, at the second five within six. */
export const burns: readonly Burn[] = [
  { name: 'fast', rate: 14.4, longMinutes: 60, shortMinutes: 5 },
  { name: 'slow', rate: 6, longMinutes: 360, shortMinutes: 30 },
];

/** Below this number of events a bad one has no significance. */
export const leastEvents = 20;
