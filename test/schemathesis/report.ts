import { styleText } from 'node:util';

/** What is read of schemathesis's JSON report. */
export interface SchemathesisReport {
  readonly failures: readonly { readonly title: string; readonly operations: readonly string[] }[];
  readonly errors: readonly { readonly title?: string; readonly operation?: string }[];
  /** By operation and phase: how the API took the requests. */
  readonly valid_rates: Readonly<
    Record<string, Readonly<Record<string, { readonly accepted: number; readonly [outcome: string]: number }>>>
  >;
}

export interface RouteResult {
  /** `GET /orders/{id}`. */
  readonly route: string;
  readonly requests: number;
  readonly accepted: number;
  /** Empty for a route that keeps its contract. */
  readonly faults: readonly string[];
}

/** One result for each route of the document. A route that admitted no request has not shown that it keeps its contract. */
export const routeResults = (routes: readonly string[], report: SchemathesisReport): readonly RouteResult[] =>
  routes.map((route) => {
    const outcomes = Object.values(report.valid_rates[route] ?? {});
    const requests = outcomes.flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
    const faults = [
      ...report.failures.filter(({ operations }) => operations.includes(route)).map(({ title }) => title),
      ...report.errors.filter(({ operation }) => operation === route).map(({ title = 'Error' }) => title),
      ...(requests === 0 ? ['never let in'] : []),
    ];
    return { route, requests, accepted: outcomes.reduce((sum, { accepted }) => sum + accepted, 0), faults };
  });

export const routeLine = ({ route, requests, accepted, faults }: RouteResult): string => {
  const mark = faults.length === 0 ? styleText('green', '✓') : styleText('red', '✗');
  const what = faults.length === 0 ? '' : `  ${faults.join(', ')}`;
  return `${mark} ${route.padEnd(40)} ${String(requests).padStart(5)} requests, ${String(accepted).padStart(4)} accepted${what}`;
};
