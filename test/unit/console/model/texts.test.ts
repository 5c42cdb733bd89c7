import { describe, expect, it } from 'vitest';
import { amountsText, countText, durationText, shareText, timeText } from '../../../../console/model/texts.ts';

describe('texts', () => {
  it('of durations have the unit that fits', () => {
    expect([0, 44.4, 999, 3_200, 59_999, 90_000, 9_000_000, 259_200_000].map(durationText)).toEqual([
      '0 ms',
      '44 ms',
      '999 ms',
      '3.2 s',
      '60 s',
      '1.5 min',
      '2.5 h',
      '3 d',
    ]);
  });

  it('of numbers are exact beyond the safe integers', () => {
    expect(countText(9_007_199_254_740_993n)).toBe('9,007,199,254,740,993');
    expect(amountsText({ GBP: 1234, JPY: 500n })).toBe('12.34 GBP, 500 JPY');
    expect(amountsText({})).toBe('–');
  });

  it('of shares and times', () => {
    expect([null, 0, 0.9756].map(shareText)).toEqual(['–', '0 %', '97.6 %']);
    expect(timeText('2026-11-30T22:15:04.123Z')).toBe('2026-11-30 22:15:04');
  });
});
