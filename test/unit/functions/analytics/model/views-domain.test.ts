import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../../functions/analytics/model/figures-domain.ts';
import { identityOf } from '../../../../../functions/analytics/model/identity-domain.ts';
import { type CountedEvent, contributionsOf } from '../../../../../functions/analytics/model/views-domain.ts';
import { eventsOf } from '../../../../support/analytics-events.ts';

const at = '2026-11-22T23:59:30.000Z';
const order = eventsOf({
  name: 'order',
  at,
  currency: 'EUR',
  lines: [
    { sku: 'A', qty: 2, unit_price: 150 },
    { sku: 'B', qty: 1, unit_price: 700 },
  ],
});
const place = { partition: 7, offset: 42 };

const rowsOf = (event: CountedEvent) =>
  Object.fromEntries(contributionsOf(event, place).map(({ view, row, counts }) => [`${view}/${row}`, counts]));

/** The rows of a day and of a minute with the same counts. */
const over = (subject: string, counts: Readonly<Record<string, number>>, day = '2026-11-22', minute = '23:59') => ({
  [`${subject}|days/${day}`]: counts,
  [`${subject}|${day}/${minute}`]: counts,
});

describe('the contributions of an event to the views', () => {
  it('ORDER_CREATED: an accepted order, and its lines by SKU and day', () => {
    expect(rowsOf(order.created())).toEqual({
      ...over('orders', { 'reached.CREATED': 1 }),
      'skus|2026-11-22|1/hour|23': { 'units.A': 2, 'revenue.EUR.A': 300 },
      'skus|2026-11-22|2/hour|23': { 'units.B': 1, 'revenue.EUR.B': 700 },
    });
  });

  it('ORDER_CREATED of a day before the first packed one: a row for each SKU', () => {
    const rows = contributionsOf(order.created(), { partition: 0, offset: 0 }, { packedFrom: '2026-11-23' });
    expect(rows.slice(2).map(({ view, row, counts }) => [view, row, counts])).toEqual([
      ['skus|2026-11-22|1', 'A', { units: 2, 'revenue.EUR': 300 }],
      ['skus|2026-11-22|2', 'B', { units: 1, 'revenue.EUR': 700 }],
    ]);
  });

  it('a reached state, by the event’s own timestamp', () => {
    expect(rowsOf(order.processing(10))).toEqual(over('orders', { 'reached.PROCESSING': 1 }));
    // After midnight.
    expect(rowsOf(order.shipped(40_000))).toEqual(over('orders', { 'reached.SHIPPED': 1 }, '2026-11-23', '00:00'));
  });

  it('ORDER_PAID: charged at its own time, converted at the order’s acceptance', () => {
    const paid = { 'reached.PAID': 1, 'charged.EUR': 1_000 };
    expect(rowsOf(order.paid(1_000))).toEqual(over('payments', { ...paid, 'to_paid.1000': 1, converted: 1 }));
    expect(rowsOf(order.paid(40_000))).toEqual({
      ...over('payments', { ...paid, 'to_paid.50119': 1 }, '2026-11-23', '00:00'),
      ...over('payments', { converted: 1 }),
    });
  });

  it('ORDER_PAID of an order that costs nothing: reached, converted and timed, without money', () => {
    const free = { ...(order.paid(1_000) as CountedEvent & { amount: number }), amount: 0 } as CountedEvent;
    const counts = { 'reached.PAID': 1, 'charged.EUR': 0, 'to_paid.1000': 1, converted: 1 };
    expect(rowsOf(free)).toEqual(over('payments', counts));
    expect(figuresOf({ 'reached.CREATED': 1, ...counts })).toMatchObject({
      ...{ accepted: 1, converted: 1, conversion: 1, refunds: 0 },
      // A currency without amounts is omitted.
      revenue: {},
    });
  });

  it('ORDER_PAID of an earlier version, without the time of acceptance', () => {
    const { order_created_at: _, ...old } = order.paid(1_000) as CountedEvent & { order_created_at: string };
    expect(rowsOf(old as CountedEvent)).toEqual(
      over('payments', { 'reached.PAID': 1, 'charged.EUR': 1_000, converted: 1 }),
    );
  });

  it.each([
    ['OUT_OF_STOCK: A, B', 'OUT_OF_STOCK'],
    ['OTHER: moves house', 'OTHER'],
    ['TIMEOUT', 'TIMEOUT'],
    ['customer changed their mind', 'OTHER'],
    ['CODE_OF_NO_LIST', 'OTHER'],
    ['CHANGED_MIND and more', 'OTHER'],
    ['constructor', 'OTHER'],
  ])('a cancel for %j counts as %s', (reason, code) => {
    expect(rowsOf(order.cancelled(10, reason))).toEqual(
      over('orders', { 'reached.CANCELLED': 1, [`cancelled.${code}`]: 1 }),
    );
  });

  it.each([
    ['insufficient_funds', 'insufficient_funds'],
    ['GATEWAY_UNAVAILABLE', 'GATEWAY_UNAVAILABLE'],
    ['code_of_another_gateway', 'OTHER'],
  ])('a payment declined for %j counts as %s', (reason, code) => {
    expect(rowsOf(order.failed(10, reason))).toEqual(
      over('payments', { 'reached.PAYMENT_FAILED': 1, [`failed.${code}`]: 1 }),
    );
  });

  it('PAYMENT_REFUNDED: the refunded amount', () => {
    expect(rowsOf(order.refunded(10))).toEqual(over('payments', { refunds: 1, 'refunded.EUR': 1_000 }));
  });

  it('a rejected line and a reserved last unit, but no other reservation', () => {
    expect(rowsOf(order.rejected('A', 3, 5))).toEqual({ 'rejections|2026-11-22/A': { rejected: 1 } });
    expect(rowsOf(order.reserved('A', 12, 5))).toEqual({
      'stock-outs|2026-11-22/2026-11-22T23:59:30.005Z|A|12': { times: 1 },
    });
    expect(rowsOf(order.reserved('A', 12, 5, 1))).toEqual({});
  });

  it('a notification, by channel and template', () => {
    expect(rowsOf(order.notified('order-paid', 10, 'sms'))).toEqual(
      over('notifications', { 'SENT.sms.order-paid': 1 }),
    );
  });

  it('use the offset in its partition as position', () => {
    const fences = (event: CountedEvent) =>
      new Set(contributionsOf(event, place).map(({ fence, position }) => `${fence}@${position}`));
    expect(fences(order.created())).toEqual(new Set(['7@42']));
    expect(fences(order.rejected('A', 3, 5))).toEqual(new Set(['7@42']));
  });

  it('merge into one per row', () => {
    for (const event of [order.created(), order.paid(5), order.paid(60_000), order.cancelled(1, 'X')]) {
      const rows = contributionsOf(event, place).map(({ view, row }) => `${view}/${row}`);
      expect(new Set(rows).size).toBe(rows.length);
    }
  });
});

describe('the identity of an event', () => {
  it('is its id within its order or notification, per topic', () => {
    const [created, processing, paid] = [order.created(), order.processing(1), order.paid(2)].map(identityOf);
    expect(created?.of).toBe(processing?.of);
    expect(created?.id).not.toBe(processing?.id);
    expect(paid?.of).not.toBe(created?.of);
    expect(identityOf(order.notified('order-paid', 3))?.of).toMatch(/^notification\|/);
    expect(identityOf(order.created())).toEqual(created);
  });

  it('is separate for each rejected line: there may be thousands, in all partitions', () => {
    const [one, other] = [order.rejected('A', 1, 1), order.rejected('B', 1, 1)].map(identityOf);
    expect(one?.of).not.toBe(other?.of);
  });
});
