import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScheduleExpression } from '../../../../localstack/schedules/schedule-expression.ts';

const sunday = new Date('2026-11-22T06:00:30Z');

function runs(text: string, count: number, timeZone = 'UTC', after = sunday): readonly string[] {
  const expression = parseScheduleExpression(text, timeZone, after);
  const times: string[] = [];
  let last: Date | undefined = after;
  for (let index = 0; index < count && last; index += 1) {
    last = expression.next(last);
    if (last) times.push(last.toISOString().slice(0, 19));
  }
  return times;
}

describe('rate', () => {
  test.each([
    ['rate(1 minute)', ['2026-11-22T06:01:30', '2026-11-22T06:02:30']],
    ['rate(5 minutes)', ['2026-11-22T06:05:30', '2026-11-22T06:10:30']],
    ['rate(1 hour)', ['2026-11-22T07:00:30', '2026-11-22T08:00:30']],
    ['rate(7 days)', ['2026-11-29T06:00:30', '2026-12-06T06:00:30']],
  ])('%s counts from when the schedule began', (text, expected) => {
    expect(runs(text, 2)).toEqual(expected);
  });

  test('the next run is always after, and less than an interval away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 90 }), fc.nat({ max: 10 ** 9 }), (minutes, passed) => {
        const after = new Date(sunday.getTime() + passed);
        const next = parseScheduleExpression(`rate(${minutes} minutes)`, 'UTC', sunday).next(after);
        const wait = (next?.getTime() ?? 0) - after.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(minutes * 60_000);
        expect(((next?.getTime() ?? 0) - sunday.getTime()) % (minutes * 60_000)).toBe(0);
      }),
    );
  });
});

// The examples of EventBridge's reference, and its wildcards.
describe('cron', () => {
  test.each([
    ['cron(0 10 * * ? *)', ['2026-11-22T10:00:00', '2026-11-23T10:00:00']],
    ['cron(15 12 * * ? *)', ['2026-11-22T12:15:00', '2026-11-23T12:15:00']],
    ['cron(0 18 ? * MON-FRI *)', ['2026-11-23T18:00:00', '2026-11-24T18:00:00']],
    ['cron(0 8 1 * ? *)', ['2026-12-01T08:00:00', '2027-01-01T08:00:00']],
    ['cron(0/15 * * * ? *)', ['2026-11-22T06:15:00', '2026-11-22T06:30:00']],
    ['cron(0/10 * ? * MON-FRI *)', ['2026-11-23T00:00:00', '2026-11-23T00:10:00']],
    ['cron(5,35/20 14 * * ? *)', ['2026-11-22T14:05:00', '2026-11-22T14:35:00', '2026-11-22T14:55:00']],
    ['cron(0 9 ? * 1 *)', ['2026-11-22T09:00:00', '2026-11-29T09:00:00']],
    ['cron(0 9 ? * 2#1 *)', ['2026-12-07T09:00:00', '2027-01-04T09:00:00']],
    ['cron(0 9 ? * 6L *)', ['2026-11-27T09:00:00', '2026-12-25T09:00:00']],
    ['cron(0 9 ? * L *)', ['2026-11-28T09:00:00', '2026-12-05T09:00:00']],
    ['cron(0 9 L * ? *)', ['2026-11-30T09:00:00', '2026-12-31T09:00:00']],
    ['cron(0 9 15W * ? *)', ['2026-12-15T09:00:00', '2027-01-15T09:00:00', '2027-02-15T09:00:00']],
    ['cron(0 9 1 JAN ? 2027-2028)', ['2027-01-01T09:00:00', '2028-01-01T09:00:00']],
    ['cron(0 9 1 1 ? 2026)', []],
  ])('%s', (text, expected) => {
    expect(runs(text, Math.max(expected.length, 1))).toEqual(expected);
  });

  test('follows the clock of its time zone through the end of summer time', () => {
    const after = new Date('2026-10-24T12:00:00Z');
    expect(runs('cron(0 8 * * ? *)', 2, 'Europe/Berlin', after)).toEqual([
      '2026-10-25T07:00:00',
      '2026-10-26T07:00:00',
    ]);
    expect(runs('cron(0 8 * * ? *)', 1, 'Europe/Berlin', new Date('2026-10-23T12:00:00Z'))).toEqual([
      '2026-10-24T06:00:00',
    ]);
  });
});

describe('at', () => {
  test('runs once, in its time zone', () => {
    expect(runs('at(2026-12-24T18:00:00)', 2, 'America/New_York')).toEqual(['2026-12-24T23:00:00']);
  });

  test('does not run when it is past', () => {
    expect(runs('at(2026-11-22T06:00:00)', 1)).toEqual([]);
  });
});

test.each([
  'every minute',
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(5 seconds)',
  'cron(0 10 * * ?)',
  'cron(0 10 * * * *)',
  'cron(0 10 ? * ? *)',
  'cron(61 10 * * ? *)',
  'at(2026-12-24)',
])('%s is refused', (text) => {
  expect(() => parseScheduleExpression(text, 'UTC', sunday)).toThrow('schedule expression');
});

test('an unknown time zone is refused', () => {
  expect(() => parseScheduleExpression('cron(0 10 * * ? *)', 'Europe/Nowhere', sunday)).toThrow('Nowhere');
});
