import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkedHealth } from '../../../bin/views/check-health.ts';
import { eventSourceLetters } from '../../../bin/views/event-source-letters.ts';
import { healthLines } from '../../../bin/views/view-lines.ts';
import { emptyRow } from '../../../functions/analytics/model/domain.ts';
import type { AnalyticsHealth } from '../../../schemas/generated/types.ts';

const health: AnalyticsHealth = JSON.parse(
  readFileSync(new URL('../../../schemas/examples/http/analytics-health.json', import.meta.url), 'utf8'),
);

const text = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe('the health of the views on the command line', () => {
  it('reports lag and faults', () => {
    expect(text(healthLines(checkedHealth(health, 0, undefined)))).toEqual([
      'not complete: 2 records wait, 1 dead-lettered',
      'the oldest record that waits: 4 s',
      'orders.created         2 waiting, 0 lost, 0 dead-lettered, newest 2026-11-22T06:26:14.000Z',
      'payments.completed     0 waiting, 0 lost, 1 dead-lettered, newest 2026-11-22T06:26:14.000Z',
      'orders                 3 accepted, 0 open, 2 paid, 1 cancelled, 0 payment_failed',
    ]);
    const lost = { ...health, lag_records: 0, dead_lettered_records: 0, lost_records: 3 };
    const wrong = { ...lost, orders: { ...health.orders, open: -2 } };
    expect(text(healthLines(checkedHealth(wrong, 0, undefined)))[0]).toBe(
      'not complete: 3 lost to retention, 2 orders ended that were never accepted',
    );
  });

  it('is complete only where all of them were compared, and none differs', () => {
    const sound = { ...health, complete: true, lag_records: 0, dead_lettered_records: 0 };
    const row = { view: 'orders|days', row: '2026-11-22', live: emptyRow, expected: emptyRow, corrections: 0 };
    const compared = (differences: readonly (typeof row)[], cut: readonly string[], letters = 0) => {
      const checked = checkedHealth(sound, letters, { records: 9, differences, cut });
      return [checked.complete, text(healthLines(checked))[0]];
    };
    expect(compared([], [])).toEqual([true, 'complete: 9 records counted again, no difference']);
    expect(compared([row], [])).toEqual([false, 'not complete: 1 rows differ from the topics']);
    expect(compared([row], ['orders.created'])[0]).toBe(false);
    expect(compared([], ['orders.created'])).toEqual([
      undefined,
      '9 records counted again, no difference; not compared, since their first records are gone: orders.created',
    ]);
    // A rebuild has counted what the event source dead-lettered: only the comparison shows that.
    expect(compared([], [], 3)[0]).toBe(true);
    expect(compared([row], [], 3)[1]).toBe(
      'not complete: 3 dead-lettered by the event source, not replayed, 1 rows differ from the topics',
    );
    const quick = checkedHealth(sound, 0, undefined);
    expect(quick).not.toHaveProperty('complete');
    expect(text(healthLines(quick))[0]).toBe(
      'nothing waits, is lost or dead-lettered; rows were not compared with the topics',
    );
    const missing = checkedHealth(sound, 2, undefined);
    expect(missing).toMatchObject({ complete: false, event_source_letters: 2 });
    expect(text(healthLines(missing))[0]).toBe('not complete: 2 dead-lettered by the event source, not replayed');
  });

  it('counts the letters of its event source that no replay has brought back, in all topics', async () => {
    const letter = { partition: 0, offset: 0, at: '2026-11-22T06:00:00.000Z', cause: 'RetriesExhausted' };
    const own = { ...letter, given_up_by: 'event-source', consumer_group: 'analytics-project.orders' };
    const letters = [
      own,
      { ...own, replayed: { at: letter.at, by: 'iam:grace' } },
      { ...own, consumer_group: 'order-saga.orders' },
      { ...own, given_up_by: 'function' },
      { ...letter, given_up_by: 'unknown' },
    ];
    const requested: string[] = [];
    const send = async (_method: string, path: string) => {
      requested.push(path);
      return { status: 200, body: { letters: path.includes('orders.created') ? letters : [own] } };
    };
    expect(await eventSourceLetters({ send }, health.topics)).toBe(2);
    expect(requested).toHaveLength(health.topics.length);
  });
});
