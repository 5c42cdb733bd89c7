import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { analyticsLines, recountLines } from '../../../bin/views/view-lines.ts';
import type { Analytics } from '../../../schemas/generated/types.ts';

const example: Analytics = JSON.parse(
  readFileSync(new URL('../../../schemas/examples/http/analytics.json', import.meta.url), 'utf8'),
);

const text = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe('the views on the command line', () => {
  it('show the figures', () => {
    expect(text(analyticsLines(example))).toEqual([
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

  it('name each row that is not what the log gives, and what was not compared', () => {
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
