import type { InvocationReport } from './invocation-report.ts';

const keptPerFunction = 1_000;

class LatestReports {
  readonly #reports = new Map<string, InvocationReport[]>();

  add(report: InvocationReport): void {
    const reports = this.#reports.get(report.functionName) ?? [];
    reports.push(report);
    // Shortened now and then, not at each report.
    if (reports.length > 2 * keptPerFunction) reports.splice(0, reports.length - keptPerFunction);
    this.#reports.set(report.functionName, reports);
  }

  of(functionName: string): readonly InvocationReport[] {
    return (this.#reports.get(functionName) ?? []).slice(-keptPerFunction);
  }
}

/** The totals of all invocations of a function. */
export interface InvocationTotals {
  readonly invocations: number;
  /** Billed time: in whole milliseconds, with the initialisation. */
  readonly billedMs: number;
}

/** The latest reports of each function, oldest first. Cold starts are rare: they are kept apart, or the others would push them out. */
export class FunctionReports {
  readonly #all = new LatestReports();
  readonly #coldStarts = new LatestReports();
  readonly #totals = new Map<string, InvocationTotals>();

  add(report: InvocationReport): void {
    this.#all.add(report);
    const { invocations = 0, billedMs = 0 } = this.#totals.get(report.functionName) ?? {};
    this.#totals.set(report.functionName, {
      invocations: invocations + 1,
      billedMs: billedMs + Math.ceil(report.durationMs + (report.initMs ?? 0)),
    });
    if (report.initMs !== undefined) this.#coldStarts.add(report);
  }

  of(functionName: string): readonly InvocationReport[] {
    return this.#all.of(functionName);
  }

  coldStartsOf(functionName: string): readonly InvocationReport[] {
    return this.#coldStarts.of(functionName);
  }

  /** By function, since the platform started. */
  totals(): ReadonlyMap<string, InvocationTotals> {
    return new Map(this.#totals);
  }
}
