import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { timelineLines } from '../../../bin/audit/timeline-lines.ts';
import type { OrderTimeline } from '../../../schemas/generated/types.ts';

const step = (event: string, delay_ms: number, state?: 'CREATED'): OrderTimeline['steps'][number] => ({
  ...{ event, delay_ms, actor: 'order/intake', at: '2026-11-22T06:00:00.000Z', ...(state && { state }) },
  ...{ topic: 'orders.created', partition: 3, offset: 41, event_id: 'e', trace_id: 't', correlation_id: 'c' },
});

it('aligns the steps of a timeline, and reports whether the audit trail is intact', () => {
  const steps = [step('ORDER_CREATED', 0, 'CREATED'), step('ORDER_PAID', 1_250)];
  const lines = timelineLines({ order_id: 'o', verified: true, steps }).map(stripVTControlCharacters);
  expect(lines).toEqual([
    '2026-11-22T06:00:00.000Z     +0 ms  ORDER_CREATED  CREATED  orders.created-3@41  order/intake',
    '2026-11-22T06:00:00.000Z  +1250 ms  ORDER_PAID              orders.created-3@41  order/intake',
    'The audit trail of this order is intact.',
  ]);
  expect(timelineLines({ order_id: 'o', verified: false, steps }).at(-1)).toContain('NOT intact');
});
