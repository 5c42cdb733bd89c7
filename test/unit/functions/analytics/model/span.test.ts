import { describe, expect, it } from 'vitest';
import { daysIn, spanOf } from '../../../../../functions/analytics/model/span-domain.ts';

const now = Date.parse('2026-11-22T06:26:14.123Z');
const asked = (from?: string, to?: string) => spanOf({ from, to }, now);

describe('the requested span', () => {
  it.each<[string | undefined, string | undefined, string, string, string]>([
    [undefined, undefined, '2026-11-22T05:26:00.000Z', '2026-11-22T06:27:00.000Z', 'minute'],
    ['2026-11-22', undefined, '2026-11-22T00:00:00.000Z', '2026-11-22T06:27:00.000Z', 'minute'],
    ['2026-11-22', '2026-11-22', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z', 'minute'],
    [
      '2026-11-21T22:00:00+02:00',
      '2026-11-22T02:00:00.5Z',
      '2026-11-21T20:00:00.000Z',
      '2026-11-22T02:01:00.000Z',
      'minute',
    ],
    ['2026-11-20T10:00:00Z', '2026-11-22t06:00:00z', '2026-11-20T00:00:00.000Z', '2026-11-23T00:00:00.000Z', 'day'],
    ['2026-11-01', '2026-11-30', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z', 'day'],
  ])('%s to %s', (from, to, begin, end, resolution) => {
    expect(asked(from, to)).toEqual({ ok: true, value: { from: begin, to: end, resolution } });
  });

  it.each<[string | undefined, string | undefined, RegExp]>([
    ['yesterday', undefined, /^from is a date/],
    ['2026-02-31', '2026-03-02', /^from is a date/],
    ['2026-11-22T25:00:00Z', undefined, /^from is a date/],
    ['2026-11-22T06:00:00', undefined, /^from is a date/],
    [undefined, '22.11.2026', /^to is a date/],
    ['2026-11-23', undefined, /^from is before to/],
    ['2026-11-22T06:00:00Z', '2026-11-22T06:00:00Z', /^from is before to/],
    ['2026-10-01', '2026-11-01', /at most 31 days/],
  ])('refuses %s to %s', (from, to, error) => {
    expect(asked(from, to)).toEqual({ ok: false, error: expect.stringMatching(error) });
  });

  it('includes every day that it overlaps', () => {
    const days = (from: string, to: string) => daysIn({ from, to, resolution: 'minute' });
    expect(days('2026-11-21T23:59:00.000Z', '2026-11-22T00:00:00.000Z')).toEqual(['2026-11-21']);
    expect(days('2026-11-21T23:59:00.000Z', '2026-11-22T00:01:00.000Z')).toEqual(['2026-11-21', '2026-11-22']);
  });
});
