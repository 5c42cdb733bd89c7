import { describe, expect, it } from 'vitest';
import { panelState } from '../../../../console/model/loaded.ts';

describe('a panel', () => {
  const data = ['x'];
  const fault = { status: 503, message: 'busy' };
  it.each([
    [{}, 'loading'],
    [{ data }, 'ready'],
    [{ fault }, 'error'],
    [{ data, fault }, 'stale'],
    [{ fault: { status: 404, message: 'no such order' } }, 'missing'],
    [{ data, fault: { status: 404, message: 'gone' } }, 'missing'],
  ] as const)('with %j is %s', (loaded, state) => {
    expect(panelState(loaded)).toBe(state);
  });
});
