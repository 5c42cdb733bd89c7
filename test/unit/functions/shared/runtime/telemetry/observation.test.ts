// Also tests functions/shared/runtime/telemetry
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptedEvents } from '../../../../../../functions/shared/runtime/idioms/accepted-events.ts';
import { batch } from '../../../../../../functions/shared/runtime/idioms/batch.ts';
import type { DomainEvent } from '../../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { transition } from '../../../../../../functions/shared/runtime/idioms/transition.ts';
import { observing, reportEmitted } from '../../../../../../functions/shared/runtime/telemetry/observation.ts';
import { createTelemetry } from '../../../../../../functions/shared/runtime/telemetry/telemetry.ts';
import { spanIdOf } from '../../../../../../functions/shared/runtime/telemetry/trace-context.ts';
import type { OrderCreated, StockReserved } from '../../../../../../schemas/generated/types.ts';
import { validateOrderCreated, validateStockReserved } from '../../../../../../schemas/generated/validators.js';
import {
  RecordingDeadLetters,
  RecordingEvents,
  RecordingLastErrors,
} from '../../../../../support/fakes/recording-sinks.ts';
import { kafkaEvent, type TestRecord } from '../../../../../support/kafka-event.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../../support/order-events.ts';

type Line = Readonly<Record<string, unknown>>;

const skus = Array.from({ length: 300 }, (_, index) => `SKU-${index}`);
const [big, small] = [orderOf(skus), orderOf(['A'], 'a1b2c3d4-0000-5000-8000-000000000002')];
const now = 1_795_337_160_000;

describe('the observation of a batch', () => {
  let lines: Line[];
  let events: RecordingEvents;
  beforeEach(() => {
    lines = [];
    events = new RecordingEvents();
    // Powertools writes past the global console, except in development.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'orderstream');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'order-saga');
    for (const method of ['log', 'debug', 'info', 'warn', 'error'] as const)
      vi.spyOn(console, method).mockImplementation((text) => void lines.push(JSON.parse(text)));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const run = (
    received: readonly object[],
    answer: (received: readonly DomainEvent[]) => readonly DomainEvent[],
    bookkeeping = false,
  ) =>
    runRecords(
      received.map((value, offset) => ({ partition: 3, offset, value })),
      answer,
      bookkeeping,
    );
  const runRecords = async (
    records: readonly TestRecord[],
    answer: (received: readonly DomainEvent[]) => readonly DomainEvent[],
    bookkeeping = false,
  ) => {
    const telemetry = createTelemetry();
    const handle = batch({
      accept: acceptedEvents({ ORDER_CREATED: validateOrderCreated, STOCK_RESERVED: validateStockReserved }),
      idiom: transition<OrderCreated | StockReserved>({
        key: ({ order_id }) => order_id,
        concurrency: 1,
        apply: async (_order, received) => ({ emit: answer(received), rejected: [] }),
      }),
      events,
      deadLetters: new RecordingDeadLetters(),
      lastErrors: new RecordingLastErrors(),
      observer: observing(telemetry, { bookkeeping, now: () => now }),
    });
    await handle(kafkaEvent('inventory.updated', records), { remainingMs: () => 60_000 });
    telemetry.metrics.publishStoredMetrics();
  };
  const decided = () => lines.filter(({ message }) => message === 'Decided');
  const metrics = (): Line => Object.assign({}, ...lines.filter((line) => '_aws' in line));
  const reserved = big.line_items.map(({ sku }) => reservedEvent(big.order_id, sku));

  it('logs one line per order, with the place of its last record and its outcome', async () => {
    const created = createdEvent(small);
    await run([created], () => [paidEvent(small)]);
    expect(decided()).toHaveLength(1);
    expect(decided()[0]).toMatchObject({
      level: 'INFO',
      outcome: 'emitted',
      order_id: small.order_id,
      correlation_id: small.order_id,
      trace_id: small.trace_id,
      topic: 'inventory.updated',
      partition: 3,
      offset: 0,
      waited_ms: now,
      received: { ORDER_CREATED: 1 },
      emitted: { ORDER_PAID: 1 },
      events: [paidEvent(small).event_id],
      parent_span_id: spanIdOf(created.event_id),
      span_id: spanIdOf(paidEvent(small).event_id),
    });
  });

  it('logs one short line for an order of hundreds of lines', async () => {
    await run([...reserved, createdEvent(small)], (received) =>
      received.length > 1 ? [paidEvent(big)] : [paidEvent(small)],
    );
    expect(decided().map(({ order_id, received }) => [order_id, received])).toEqual([
      [big.order_id, { STOCK_RESERVED: 300 }],
      [small.order_id, { ORDER_CREATED: 1 }],
    ]);
    expect(decided()[0]).toMatchObject({ offset: 299, parent_span_id: spanIdOf(reserved.at(-1)?.event_id ?? '') });
    for (const line of decided()) expect(JSON.stringify(line).length).toBeLessThan(2_000);
  });

  it('logs nothing at INFO without outcome or for bookkeeping', async () => {
    await run(reserved, () => []);
    await run([createdEvent(small)], () => [paidEvent(small)], true);
    expect(decided()).toEqual([]);
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
    await run(reserved, () => []);
    expect(decided()).toMatchObject([{ level: 'DEBUG', outcome: 'nothing', received: { STOCK_RESERVED: 300 } }]);
  });

  it.each<[string, Error]>([
    ['failed', new TransientError('throttled')],
    ['rejected', new RangeError('impossible')],
  ])('logs records that %s', async (outcome, error) => {
    await run([createdEvent(small)], () => {
      throw error;
    });
    expect(decided()).toMatchObject([{ level: 'INFO', outcome, order_id: small.order_id, emitted: {} }]);
  });

  it('counts and logs records on another partition than their key’s', async () => {
    const records = [
      // The key's partition of 24.
      { partition: 20, offset: 0, key: 'SKU-1', value: reserved[0] },
      { partition: 3, offset: 7, key: 'SKU-1', value: reserved[1] },
      { partition: 3, offset: 8, value: reserved[2] },
      { partition: 4, offset: 9, key: 'SKU-1', value: reserved[3] },
    ];
    await runRecords(records, () => []);
    expect(metrics()).toMatchObject({ RecordsReceived: 4, RecordsMisplaced: 2 });
    expect(lines.filter(({ level }) => level === 'WARN')).toMatchObject([
      { records: 2, first: { topic: 'inventory.updated', partition: 3, offset: 7 } },
    ]);
    lines = [];
    await runRecords(records.slice(0, 1), () => []);
    expect(metrics()).not.toHaveProperty('RecordsMisplaced');
    expect(lines.filter(({ level }) => level === 'WARN')).toEqual([]);
  });

  it('does not log events as emitted that could not be sent', async () => {
    events.fault = new TransientError('no leader');
    await run([createdEvent(small)], () => [paidEvent(small)]);
    expect(decided()).toEqual([]);
    expect(metrics()).toMatchObject({ RecordsFailed: 1 });
    expect(metrics()).not.toHaveProperty('OrdersReachedPaid');
  });

  it('measures the batch, and the orders by the states that they reached', async () => {
    const paid = { ...paidEvent(small), order_created_at: '2026-11-22T06:00:00.000Z' };
    await run([createdEvent(small), { type: 'UNKNOWN_TYPE' }], () => [paid]);
    expect(metrics()).toMatchObject({
      function_name: 'order-saga',
      RecordsReceived: 2,
      BatchSize: 2,
      LagSeconds: now / 1_000,
      RecordsDeadLettered: 1,
      OrdersReachedPaid: 1,
      TimeToPaid: 1_000,
    });
  });

  it('sums money by currency, and counts stock-outs', async () => {
    const refund = { ...paidEvent(small), type: 'PAYMENT_REFUNDED', amount: 30 } as unknown as DomainEvent;
    const euros = { ...paidEvent(small), currency: 'EUR', amount: 7 } as unknown as DomainEvent;
    const last = { ...reservedEvent(small.order_id, 'A'), available: 0 } as unknown as DomainEvent;
    const left = { ...reservedEvent(small.order_id, 'B'), available: 4 } as unknown as DomainEvent;
    const rejected = { ...last, type: 'STOCK_REJECTED' } as DomainEvent;
    const paid = paidEvent(small);
    await run([createdEvent(small)], () => [paid, paid, euros, refund, last, left, rejected]);
    const sums = lines.filter((line) => 'Revenue' in line || 'Refunded' in line);
    expect(sums.map(({ currency, Revenue, Refunded }) => ({ currency, Revenue, Refunded }))).toEqual([
      { currency: paid.currency, Revenue: 2 * paid.amount, Refunded: undefined },
      { currency: 'EUR', Revenue: 7, Refunded: undefined },
      { currency: paid.currency, Revenue: undefined, Refunded: 30 },
    ]);
    for (const sum of sums) expect(sum).toMatchObject({ function_name: 'order-saga' });
    const batch = lines.find((line) => 'OrdersReachedPaid' in line);
    expect(batch).toMatchObject({ OrdersReachedPaid: 3, StockOuts: 1, LinesRejected: 1 });
    expect(batch).not.toHaveProperty('currency');
  });

  it('logs no secret', async () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
    const created = { ...createdEvent(small), phone: '+35312345678' };
    await run([created, { ...created, amount: -1 }], () => [
      { ...paidEvent(small), email: created.email } as DomainEvent,
    ]);
    for (const secret of ['ada@example.com', created.phone, created.payment_token]) {
      expect(JSON.stringify(lines)).not.toContain(secret);
    }
  });

  it('logs events that a scheduled task emitted', () => {
    const telemetry = createTelemetry();
    reportEmitted(telemetry, [paidEvent(small)]);
    telemetry.metrics.publishStoredMetrics();
    expect(decided()).toMatchObject([{ outcome: 'emitted', order_id: small.order_id, emitted: { ORDER_PAID: 1 } }]);
    expect(decided()[0]).not.toHaveProperty('topic');
    expect(metrics()).toMatchObject({ OrdersReachedPaid: 1 });
  });
});
