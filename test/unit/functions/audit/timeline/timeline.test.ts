import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../functions/audit/model/domain.ts';
import { record } from '../../../../../functions/audit/record/record.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { orderTimelineRoute } from '../../../../../functions/audit/timeline/timeline.http.ts';
import { eventId } from '../../../../../functions/shared/kernel/ids.ts';
import type {
  OrderCancelled,
  OrderProcessing,
  OrderTimeline,
  StockCommitted,
} from '../../../../../schemas/generated/types.ts';
import { validateOrderTimeline } from '../../../../../schemas/generated/validators.js';
import { recorded } from '../../../../support/audit-facts.ts';
import { InMemoryAudit } from '../../../../support/fakes/in-memory-audit.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';

const order = orderOf(['A', 'B']);
const id = order.order_id;
const at = (seconds: string) => `2026-11-22T06:00:0${seconds}Z`;
const { line_items, payment_token, ...created } = createdEvent(order);
const processing: OrderProcessing = {
  ...{ ...created, payment_token, event_id: eventId(id, 'ORDER_PROCESSING'), timestamp: at('1.000') },
  ...{ type: 'ORDER_PROCESSING', status: 'PROCESSING' },
};
const committed: StockCommitted = {
  ...{ ...reservedEvent(id, 'A'), event_id: eventId(id, 'STOCK_COMMITTED', 'A') },
  ...{ type: 'STOCK_COMMITTED', state: 'COMMITTED', delta: 0 },
};
const cancelled: OrderCancelled = {
  ...{ ...created, line_items, event_id: eventId(id, 'ORDER_CANCELLED'), timestamp: at('0.500') },
  ...{ type: 'ORDER_CANCELLED', status: 'CANCELLED', reason: 'CHANGED_MIND' },
};

describe('the timeline of an order', () => {
  let store: InMemoryAudit;
  beforeEach(() => {
    store = new InMemoryAudit();
  });
  const keep = (...facts: readonly Fact[]) =>
    record({ store, digest: sha256 }).apply(
      id,
      facts.map((fact, offset) => recorded(fact, offset)),
    );
  const ask = async (name = id) => {
    const request = httpRequestOf({ client: 'iam:arn:aws:iam::000000000000:user/ops', parameters: { id: name } });
    const { statusCode, body } = await orderTimelineRoute({ store, digest: sha256 })(request);
    return { statusCode, body: JSON.parse(body) as OrderTimeline };
  };

  it('sorts events across topics, independent of their order of arrival', async () => {
    // Stock, processing and payment in the same millisecond: causal order decides.
    const reserved = reservedEvent(id, 'A');
    await keep(paidEvent(order), committed, reservedEvent(id, 'B'), processing, createdEvent(order), reserved);
    const { statusCode, body } = await ask();
    expect(statusCode).toBe(200);
    expect(validateOrderTimeline(body)).toBeNull();
    expect(body).toMatchObject({ order_id: id, verified: true });
    expect(body.steps.map(({ event, state, delay_ms }) => [event, state, delay_ms])).toEqual([
      ['ORDER_CREATED', 'CREATED', 0],
      ['STOCK_RESERVED', undefined, 1_000],
      ['STOCK_RESERVED', undefined, 0],
      ['ORDER_PROCESSING', 'PROCESSING', 0],
      ['ORDER_PAID', 'PAID', 0],
      ['STOCK_COMMITTED', undefined, 0],
    ]);
    expect(body.steps[4]).toMatchObject({
      topic: 'payments.completed',
      partition: 0,
      offset: 0,
      event_id: paidEvent(order).event_id,
      trace_id: order.trace_id,
      correlation_id: id,
      actor: 'payment/charge',
      at: at('1.000'),
    });
  });

  it('enters no state after a terminal one', async () => {
    await keep(createdEvent(order), cancelled, paidEvent(order));
    expect((await ask()).body.steps.map(({ event, state }) => [event, state])).toEqual([
      ['ORDER_CREATED', 'CREATED'],
      ['ORDER_CANCELLED', 'CANCELLED'],
      ['ORDER_PAID', undefined],
    ]);
  });

  it('reports an audit trail that does not verify', async () => {
    await keep(createdEvent(order));
    const [page] = await store.pagesOf(id);
    store.pagesOf = async () => (page === undefined ? [] : [{ ...page, hash: 'f'.repeat(64) }]);
    expect((await ask()).body.verified).toBe(false);
  });

  it.each(['a1b2c3d4-0000-5000-8000-00000000ffff', 'ORDER'])('replies 404 for %s', async (name) => {
    await keep(createdEvent(order));
    expect((await ask(name)).statusCode).toBe(404);
  });
});
