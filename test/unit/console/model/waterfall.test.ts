import { describe, expect, it } from 'vitest';
import { waterfall } from '../../../../console/model/waterfall.ts';

describe('the waterfall', () => {
  it('divides the width by the delays', () => {
    expect(waterfall([0, 25, 75])).toEqual([
      { start: 0, width: 0.5, cut: false },
      { start: 0, width: 25, cut: false },
      { start: 25, width: 75, cut: false },
    ]);
  });

  it('keeps automatic steps legible beside a shipment of the next day', () => {
    const bars = waterfall([0, 50, 50, 86_400_000, 86_400_000]);
    expect(bars.map(({ cut }) => cut)).toEqual([false, false, false, true, true]);
    expect(bars[1]?.width).toBeCloseTo(100 / 6);
    expect(bars[3]?.width).toBeCloseTo(100 / 3);
  });

  it('stays within the width, whatever the delays', () => {
    for (const delays of [[], [0], [0, 0, 0], [100_000], [0, 1, 100_000, 0]]) {
      for (const { start, width } of waterfall(delays)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + width).toBeLessThanOrEqual(100.000_001);
      }
    }
  });
});
