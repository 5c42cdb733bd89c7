import { expect, it } from 'vitest';
import { routeLine, routeResults } from '../../schemathesis/report.ts';

const rates = (accepted: number, rejected: number) => ({ accepted, rejected, unreachable: 0, conflicts: 0 });
const report = {
  failures: [
    { title: 'Server error', operations: ['GET /b'] },
    { title: 'Undocumented status code', operations: ['GET /b', 'GET /c'] },
  ],
  errors: [{ title: 'Timeout', operation: 'GET /c' }],
  valid_rates: {
    'GET /a': { examples: rates(1, 0), fuzzing: rates(3, 5) },
    'GET /b': { fuzzing: rates(0, 1) },
    'GET /c': { fuzzing: rates(0, 1) },
  },
};

it('reports the findings of each route', () => {
  expect(routeResults(['GET /a', 'GET /b', 'GET /c', 'GET /d'], report)).toEqual([
    { route: 'GET /a', requests: 9, accepted: 4, faults: [] },
    { route: 'GET /b', requests: 1, accepted: 0, faults: ['Server error', 'Undocumented status code'] },
    { route: 'GET /c', requests: 1, accepted: 0, faults: ['Undocumented status code', 'Timeout'] },
    { route: 'GET /d', requests: 0, accepted: 0, faults: ['never let in'] },
  ]);
});

it('reports them in a line', () => {
  const line = routeLine({ route: 'GET /b', requests: 7, accepted: 0, faults: ['Server error'] });
  expect(line).toMatch(/✗.* GET \/b {35,}7 requests, {4}0 accepted {2}Server error$/);
});
