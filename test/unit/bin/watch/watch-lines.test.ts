import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { duration, watchLine, watchLines } from '../../../../bin/watch/watch-lines.ts';
import { pipelineFigures } from '../../../../functions/ops/model/pipeline-figures-domain.ts';
import { consumerOf, lookAt, topicOf } from '../../../support/pipeline-looks.ts';

const orders = { accepted: 12, open: 2, paid: 7, cancelled: 2, payment_failed: 1 };
const lagging = {
  group: 'audit-publish.orders',
  function: 'audit/publish',
  latency: 'background',
  lag_records: 40,
  lag_seconds: 660,
} as const;
const busy = (seconds: number, records: number) =>
  lookAt(seconds, {
    topics: [
      topicOf({
        end_offsets: [records, 0],
        recent: { seconds: 300, records: 60, hottest: { partition: 1, share: 0.625 } },
        dead_letters: { ...topicOf().dead_letters, held: 3, recent: { seconds: 300, records: 1 } },
        consumers: [
          consumerOf({ committed_offsets: [records, 0] }),
          consumerOf({ ...lagging, committed_offsets: [2 * records, 0] }),
        ],
      }),
    ],
    under_replicated_partitions: 4,
    unread: [{ topic: 'orders.audit', cause: 'KafkaJSError: no leader' }],
  });
const figures = pipelineFigures(busy(10, 100), busy(0, 0), orders);
const text = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

describe('the screen', () => {
  it('has a line a topic and a line a consumer group', () => {
    expect(text(watchLines(figures))).toEqual([
      '2026-11-22T06:31:10.000Z  partitions: 4 under-replicated, 0 offline',
      'orders, by the views: 12 accepted = 2 open + 7 paid + 2 cancelled + 1 failed in payment',
      '',
      'topic, consumer group                   in/s     out/s       lag    oldest drains in',
      'orders.created                          10.0  partition 1 takes 62.5 %  3 dead letters, 1 of them new',
      '  order-saga.orders                               10.0         0         -         -',
      '  audit-publish.orders                            20.0        40    11 min       4 s',
      'orders.audit: not read: KafkaJSError: no leader',
    ]);
  });

  it('has neither orders nor rates where they are not known', () => {
    const lines = text(watchLines(pipelineFigures(lookAt(0))));
    expect(lines.join('\n')).not.toContain('orders, by the views');
    expect(lines.find((line) => line.startsWith('orders.created'))).toBe(
      'orders.created                             -',
    );
  });

  it('names records that retention deleted before they were consumed', () => {
    const lost = pipelineFigures(lookAt(0, { topics: [topicOf({ consumers: [consumerOf({ lost_records: 5 })] })] }));
    expect(text(watchLines(lost)).join('\n')).toContain('5 lost to retention');
  });

  it('has a question mark where a lag does not end at these rates', () => {
    const topics = [topicOf({ consumers: [consumerOf({ lag_records: 5, lag_seconds: 3 })] })];
    expect(text(watchLines(pipelineFigures(lookAt(0, { topics })))).at(-1)).toMatch(/5 {7}3 s {9}\?$/);
  });
});

describe('the line for logs', () => {
  it('has what came in, the group that is furthest behind, and what needs an operator', () => {
    expect(watchLine(figures)).toBe(
      '2026-11-22T06:31:10.000Z  in 10.0/s  lag 40 records  oldest 11 min (audit-publish.orders, drained in 4 s)' +
        '  dead letters 3  4 partitions under-replicated  orders.audit not read',
    );
  });

  it('is short where nothing is wrong', () => {
    expect(watchLine(pipelineFigures(lookAt(0)))).toBe(
      '2026-11-22T06:31:00.000Z  in -/s  lag 0 records  dead letters 0',
    );
  });
});

it.each([
  [0, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7_199, '120 min'],
  [7_200, '2 h'],
  [172_800, '2 d'],
])('%d seconds are written as %s', (seconds, written) => {
  expect(duration(seconds)).toBe(written);
});
