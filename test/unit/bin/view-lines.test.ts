import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkedHealth } from '../../../bin/views/check-health.ts';
import { analyticsLines, healthLines, recountLines } from '../../../bin/views/view-lines.ts';
import { emptyRow } from '../../../functions/analytics/domain.ts';
import type { Analytics, AnalyticsHealth } from '../../../schemas/generated/types.ts';

const example = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../../schemas/examples/http/${name}.json`, import.meta.url), 'utf8')) as T;

const text = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe('the views on the command line', () => {
  it('tell what happened', () => {
    expect(text(analyticsLines(example<Analytics>('analytics')))).toEqual([
      '2026-11-22T06:00:00.000Z to 2026-11-22T07:00:00.000Z',
      'accepted       3',
      'reached        1 CANCELLED, 3 CREATED, 2 PAID, 2 PROCESSING',
      'revenue        42.50 GBP, 0 refunds',
      'conversion     66.7 %',
      'cancelled      1 OUT_OF_STOCK',
      'not paid       none',
      'time to PAID   p50 100 ms, p90 126 ms, p99 126 ms',
      'notifications  2 SENT email order-paid',
      'most ordered   85123A           12 units ordered, worth 30.60 GBP',
      'stock-out      22423            1 lines rejected, last unit taken 1 times',
    ]);
  });

  it('tell how far they are, and what is amiss', () => {
    const health = example<AnalyticsHealth>('analytics-health');
    expect(text(healthLines(checkedHealth(health, undefined)))).toEqual([
      'not complete: 2 records wait, 1 dead-lettered',
      'the oldest record that waits: 4 s',
      'orders.created         2 waiting, 0 lost, 0 dead-lettered, newest 2026-11-22T06:26:14.000Z',
      'payments.completed     0 waiting, 0 lost, 1 dead-lettered, newest 2026-11-22T06:26:14.000Z',
      'orders                 3 accepted, 0 open, 2 paid, 1 cancelled, 0 payment_failed',
    ]);
    const lost = { ...health, lag_records: 0, dead_lettered_records: 0, lost_records: 3 };
    const wrong = { ...lost, orders: { ...health.orders, open: -2 } };
    expect(text(healthLines(checkedHealth(wrong, undefined)))[0]).toBe(
      'not complete: 3 lost to retention, 2 orders ended that were never accepted',
    );
  });

  it('are complete only where all of them were compared, and none differs', () => {
    const health = {
      ...example<AnalyticsHealth>('analytics-health'),
      complete: true,
      lag_records: 0,
      dead_lettered_records: 0,
    };
    const row = { view: 'orders|days', row: '2026-11-22', live: emptyRow, expected: emptyRow, corrections: 0 };
    const compared = (differences: readonly (typeof row)[], cut: readonly string[]) => {
      const checked = checkedHealth(health, { records: 9, differences, cut });
      return [checked.complete, text(healthLines(checked))[0]];
    };
    expect(compared([], [])).toEqual([true, 'complete: 9 records counted again, no difference']);
    expect(compared([row], [])).toEqual([false, 'not complete: 1 rows differ from the topics']);
    expect(compared([row], ['orders.created'])[0]).toBe(false);
    expect(compared([], ['orders.created'])).toEqual([
      undefined,
      '9 records counted again, no difference; not compared, since their first records are gone: orders.created',
    ]);
    const quick = checkedHealth(health, undefined);
    expect(quick).not.toHaveProperty('complete');
    expect(text(healthLines(quick))[0]).toBe(
      'nothing waits, is lost or dead-lettered; rows were not compared with the topics',
    );
  });

  it('name each row that is not what the log tells, and what was not compared', () => {
    const row = { view: 'orders|days', row: '2026-11-22' };
    const differences = [
      {
        ...row,
        live: { counts: { b: 1, a: 0 }, fences: {} },
        expected: { counts: { b: 2 }, fences: { 0: 7 } },
        corrections: 0,
      },
    ];
    const views = [{ view: 'orders', rows: 2, live: 'f'.repeat(64), recounted: '0123456789abcdef'.repeat(4) }];
    expect(text(recountLines({ records: 9, views, differences, cut: ['notifications.events'] }))).toEqual([
      'orders               2 rows  0123456789abcdef  differs',
      '- {"view":"orders|days","row":"2026-11-22","counts":{"b":1}}',
      '+ {"view":"orders|days","row":"2026-11-22","counts":{"b":2}}',
      'notifications.events: its first records are gone, its views were not compared',
      '9 records counted again: 1 rows differ',
    ]);
  });
});
