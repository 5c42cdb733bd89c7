import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditTrail } from '../../bin/audit/verify-audit-trail.ts';
import { isBalanced } from '../../bin/demo/invariants.ts';
import { runDemo } from '../../bin/demo/run-demo.ts';
import type { DemoSummary } from '../../bin/demo/summary.ts';
import { defaultFormat } from '../../bin/files/text-format.ts';
import { ampleStock } from '../../bin/retail/import-retail.ts';
import { readInvoices } from '../../bin/retail/invoices.ts';
import { gatewayFaults } from '../../bin/retail/payment-tokens.ts';
import { readRetailCsv } from '../../bin/retail/retail-csv.ts';
import type { RetailRow } from '../../bin/retail/retail-row.ts';
import { kafkaEventLog } from '../../bin/views/event-log.ts';
import { recountViews } from '../../bin/views/rebuild.ts';
import { dynamodbViewTable } from '../../bin/views/view-table.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';

const file = fileURLToPath(new URL('../support/retail-sample.csv.gz', import.meta.url));
/** The sample, and at its end a return of everything that its first invoice sold. */
async function* rows(): AsyncGenerator<RetailRow> {
  const returned: RetailRow[] = [];
  for await (const row of readRetailCsv(file, defaultFormat)) {
    yield row;
    if (row.invoice === '536365') returned.push({ ...row, invoice: 'C999999', quantity: `-${row.quantity}` });
  }
  for (const row of returned) yield { ...row, line: row.line + 1_000_000 };
}
const options = {
  concurrency: 8,
  startSeconds: 0,
  onStep: () => ({ update: () => {}, stop: () => {} }),
};

/**
 * Of an order that goes all the way; a cancelled one emits no more. ORDER_CREATED, ORDER_PROCESSING, ORDER_PAID; RESERVE and
 * COMMIT with their answers for each line; two mails. The audit has one for an order and batch: at least one of each topic, at most
 * one of every fact.
 */
const facts = ({ linesPerOrder }: DemoSummary): number => 3 + 4 * linesPerOrder + 2;
const leastMessages = (summary: DemoSummary): number => facts(summary) + 3;
const mostMessages = (summary: DemoSummary): number => facts(summary) + 5 + 2 * summary.linesPerOrder;

describe('real invoices, a tenth of them paid badly, some taken back', () => {
  let test: TestPlatform;
  let summary: DemoSummary;
  beforeAll(async () => {
    test = await startTestPlatform();
    summary = await runDemo(test.platform, await readInvoices(rows()), {
      ...options,
      stock: ampleStock,
      tokens: gatewayFaults,
      cancellations: true,
    });
  }, 600_000);
  afterAll(() => test?.stop());

  it('all come to their end, and the ledgers balance to the penny', () => {
    expect(summary.rejections).toEqual([]);
    expect(summary.orders).toMatchObject({ submitted: 100, accepted: 100, rejected: 0, unfinished: 0 });
    expect(summary.orders.byStatus).toEqual({ PAID: 94, PAYMENT_FAILED: 5, CANCELLED: 1 });
    expect(summary.cancellations).toEqual({ requested: 1, refused: 0, partial: 1, unmatched: 5 });
    expect(summary.invariants).toEqual(Object.fromEntries(Object.keys(summary.invariants).map((name) => [name, 0])));
  });

  it('take no more messages than an order needs, and come to rest', () => {
    // Redelivery may repeat some, but nothing goes round.
    expect(summary.kafka.messagesPerOrder).toBeGreaterThanOrEqual(0.9 * leastMessages(summary));
    expect(summary.kafka.messagesPerOrder).toBeLessThan(1.5 * mostMessages(summary));
    expect(summary.kafka.drained).toBe(true);
    expect(summary.dynamodb.requestsPerOrder).toBeGreaterThan(0);
  });

  it('leave an audit trail without a fault', async () => {
    const verified = await verifyAuditTrail(test.connection, { offline: false, onStep: options.onStep });
    expect(verified.faults).toEqual([]);
    // Every order has its chain, the adjustments that filled the stock have theirs.
    expect(verified.orders).toBeGreaterThanOrEqual(100);
    expect(verified.compared).toBeGreaterThan(verified.orders);
  });

  it('leave views that equal a recount of the topics', async () => {
    const { connection } = test;
    const ports = {
      table: dynamodbViewTable(connection.dynamodb, connection.tables.views),
      log: kafkaEventLog(connection),
    };
    const { records, differences, cut } = await recountViews(ports, options.onStep);
    expect({ differences, cut }).toEqual({ differences: [], cut: [] });
    expect(records).toBeGreaterThan(100);
  });
});

describe('real invoices that want more than there is', () => {
  let test: TestPlatform;
  beforeAll(async () => {
    test = await startTestPlatform();
  });
  afterAll(() => test?.stop());

  it('are cancelled for lack of stock, nothing is oversold, and the ledgers balance', async () => {
    const summary = await runDemo(test.platform, await readInvoices(rows(), 60), { ...options, stock: 20 });
    expect(summary.orders.unfinished).toBe(0);
    expect(summary.orders.byStatus['CANCELLED']).toBeGreaterThan(0);
    // Redelivery may repeat some, but nothing goes round.
    expect(summary.kafka.messagesPerOrder).toBeLessThan(1.5 * mostMessages(summary));
    expect(summary.kafka.drained).toBe(true);
    expect(isBalanced(summary.invariants)).toBe(true);
  });
});
