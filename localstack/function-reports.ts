import type { InvocationReport } from './lambda/invocation-report.ts';

const keptPerFunction = 1_000;

/** The latest reports of each function, oldest first. */
export class FunctionReports {
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
