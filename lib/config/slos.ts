import type { MetricName } from '../../schemas/metrics.ts';
import { type Route, routes } from '../../schemas/routes.ts';

/** What of all that happened was bad. */
export type Indicator =
  /** Requests of a route that were answered 5xx. */
  | { readonly kind: 'answered'; readonly route: Pick<Route, 'method' | 'path'> }
  /** Measurements that took longer. */
  | { readonly kind: 'within'; readonly metric: MetricName; readonly milliseconds: number }
  /** One count in another. */
  | { readonly kind: 'without'; readonly bad: MetricName; readonly all: MetricName };

export interface Slo {
  /** A heading of `docs/runbooks.md`. */
  readonly runbook: string;
  readonly promise: string;
  /** Of all in four weeks so many are good. */
  readonly objective: number;
  readonly indicator: Indicator;
}

/** What those who buy and those who run the shop may rely on. */
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
    promise: 'An order is not given up because nothing happened to it',
    objective: 0.999,
    indicator: { kind: 'without', bad: 'OrdersTimedOut', all: 'OrdersAccepted' },
  },
} as const satisfies Record<string, Slo>;

/** The budget of four weeks, spent so many times too fast, over a long time and still now. */
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

/** Of fewer, one that is bad says nothing. */
export const leastEvents = 20;
