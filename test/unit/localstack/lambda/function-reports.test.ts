import { expect, it } from 'vitest';
import { FunctionReports } from '../../../../localstack/lambda/function-reports.ts';
import type { InvocationReport } from '../../../../localstack/lambda/invocation-report.ts';

const report = (requestId: string, initMs?: number): InvocationReport => ({
  functionName: 'saga',
  requestId,
  outcome: 'success',
  durationMs: 1,
  memoryMb: 512,
  maxMemoryMb: 90,
  ...(initMs !== undefined && { initMs }),
});

it('keeps the latest reports, and the cold starts that they pushed out', () => {
  const reports = new FunctionReports();
  reports.add(report('first', 250));
  for (let n = 0; n < 5_000; n += 1) reports.add(report(String(n)));
  expect(reports.of('saga').map(({ requestId }) => requestId)).toContain('4999');
  expect(reports.of('saga').length).toBeLessThan(5_000);
  expect(reports.of('saga')).not.toContainEqual(report('first', 250));
  expect(reports.coldStartsOf('saga')).toEqual([report('first', 250)]);
});

it('bills every invocation of a function in whole milliseconds, with its initialisation', () => {
  const reports = new FunctionReports();
  reports.add({ ...report('first', 99.5), durationMs: 1.2 });
  reports.add({ ...report('second'), durationMs: 2 });
  reports.add({ ...report('other'), functionName: 'charge', durationMs: 0.1 });
  expect(Object.fromEntries(reports.totals())).toEqual({
    saga: { invocations: 2, billedMs: 103 },
    charge: { invocations: 1, billedMs: 1 },
  });
});
