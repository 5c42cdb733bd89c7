import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBalanced } from '../../bin/demo/books.ts';
import { runDemo } from '../../bin/demo/run-demo.ts';
import type { DemoSummary } from '../../bin/demo/summary.ts';
import { ampleStock } from '../../bin/retail/import-retail.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';

const file = fileURLToPath(new URL('../support/retail-sample.csv.gz', import.meta.url));
const options = {
  file,
  orders: 60,
  concurrency: 8,
  startSeconds: 0,
  onStep: () => ({ update: () => {}, stop: () => {} }),
};

/** Of an order that goes all the way; a cancelled one says no more. */
const messages = ({ linesPerOrder }: DemoSummary): number => 3 + 4 * linesPerOrder;

describe('real invoices', () => {
  let test: TestPlatform;
  beforeAll(async () => {
    test = await startTestPlatform();
  });
  afterAll(() => test?.stop());

  it('all become PAID with ample stock, and the books balance', async () => {
    const summary = await runDemo(test.platform, { ...options, stock: ampleStock });
    expect(summary.orders).toEqual({ submitted: 60, accepted: 60, rejected: 0, byStatus: { PAID: 60 }, unfinished: 0 });
    expect(isBalanced(summary.invariants)).toBe(true);
    // ORDER_CREATED, ORDER_PROCESSING, ORDER_PAID; RESERVE and COMMIT with their answers for each line. Never fewer.
    expect(summary.kafka.messagesPerOrder).toBeGreaterThanOrEqual(messages(summary) - 0.1);
    expect(summary.kafka.messagesPerOrder).toBeLessThan(1.5 * messages(summary));
    expect(summary.kafka.drained).toBe(true);
    expect(summary.dynamodb.requestsPerOrder).toBeGreaterThan(0);
  });
});

describe('real invoices that want more than there is', () => {
  let test: TestPlatform;
  beforeAll(async () => {
    test = await startTestPlatform();
  });
  afterAll(() => test?.stop());

  it('are cancelled for lack of stock, nothing is oversold, and the books balance', async () => {
    const summary = await runDemo(test.platform, { ...options, stock: 20 });
    expect(summary.orders.unfinished).toBe(0);
    expect(summary.orders.byStatus['CANCELLED']).toBeGreaterThan(0);
    // Redelivery may repeat some, but nothing goes round.
    expect(summary.kafka.messagesPerOrder).toBeLessThan(1.5 * messages(summary));
    expect(summary.kafka.drained).toBe(true);
    expect(isBalanced(summary.invariants)).toBe(true);
  });
});
