import { describe, expect, it } from 'vitest';
import { crashingAt, crashPointText, parsedCrashPoint } from '../../../../simulation/plan/crash-point.ts';
import { drawPlan } from '../../../../simulation/plan/draw-plan.ts';

const point = {
  function: 'order/saga',
  when: 'after',
  kind: 'Update orders SAGA REMOVE due_shard IF due_at = ?',
} as const;

describe('crash points', () => {
  it('are read as they are written', () => {
    expect(crashPointText(point)).toBe('order/saga after Update orders SAGA REMOVE due_shard IF due_at = ?');
    expect(parsedCrashPoint(crashPointText(point))).toEqual(point);
    expect(parsedCrashPoint('order/saga sometimes Read lag')).toBeUndefined();
    expect(parsedCrashPoint('order/saga before')).toBeUndefined();
  });

  it('come before the faults of the plan', () => {
    const plan = drawPlan(1);
    const { faults, ...rest } = crashingAt(plan, [point]);
    const { faults: drawn, ...others } = plan;
    expect(rest).toEqual(others);
    expect(faults.slice(1)).toEqual(drawn);
    expect(faults[0]).toMatchObject({ kind: 'die-after', place: { kind: point.kind, occurrence: 1 } });
  });
});
