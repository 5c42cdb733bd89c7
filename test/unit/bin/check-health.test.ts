import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkedHealth } from '../../../bin/views/check-health.ts';
import { healthLines } from '../../../bin/views/view-lines.ts';
import { emptyRow } from '../../../functions/analytics/domain.ts';
import type { AnalyticsHealth } from '../../../schemas/generated/types.ts';

const health: AnalyticsHealth = JSON.parse(
  readFileSync(new URL('../../../schemas/examples/http/analytics-health.json', import.meta.url), 'utf8'),
);

const text = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe('the health of the views on the command line', () => {
  it('tells how far they are, and what is amiss', () => {
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

  it('is complete only where all of them were compared, and none differs', () => {
    const sound = { ...health, complete: true, lag_records: 0, dead_lettered_records: 0 };
    const row = { view: 'orders|days', row: '2026-11-22', live: emptyRow, expected: emptyRow, corrections: 0 };
    const compared = (differences: readonly (typeof row)[], cut: readonly string[]) => {
      const checked = checkedHealth(sound, { records: 9, differences, cut });
      return [checked.complete, text(healthLines(checked))[0]];
    };
    expect(compared([], [])).toEqual([true, 'complete: 9 records counted again, no difference']);
    expect(compared([row], [])).toEqual([false, 'not complete: 1 rows differ from the topics']);
    expect(compared([row], ['orders.created'])[0]).toBe(false);
    expect(compared([], ['orders.created'])).toEqual([
      undefined,
      '9 records counted again, no difference; not compared, since their first records are gone: orders.created',
    ]);
    const quick = checkedHealth(sound, undefined);
    expect(quick).not.toHaveProperty('complete');
    expect(text(healthLines(quick))[0]).toBe(
      'nothing waits, is lost or dead-lettered; rows were not compared with the topics',
    );
  });
});
