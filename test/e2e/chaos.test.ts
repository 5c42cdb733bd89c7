import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isBalanced } from '../../bin/demo/invariants.ts';
import { runDemo } from '../../bin/demo/run-demo.ts';
import { defaultFormat } from '../../bin/files/text-format.ts';
import { ampleStock } from '../../bin/retail/import-retail.ts';
import { readInvoices } from '../../bin/retail/invoices.ts';
import { readRetailCsv } from '../../bin/retail/retail-csv.ts';
import { eventually } from '../support/eventually.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';

const file = fileURLToPath(new URL('../support/retail-sample.csv.gz', import.meta.url));

let test: TestPlatform;
beforeAll(async () => {
  test = await startTestPlatform();
});
afterAll(() => test?.stop());

/** Resolves when the orders phase of an import has come to its n-th order. */
const orderProgress = () => {
  let done = 0;
  return {
    onStep: (title: string) => ({
      update: (n: number) => {
        if (title === 'orders') done = n;
      },
      stop: () => {},
    }),
    reaches: (n: number) => eventually(`order ${n} posted`, () => done >= n, 300_000),
  };
};

/** Node ids of the leaders of `orders.created`. */
const leaders = async (): Promise<Set<number>> => {
  const admin = test.connection.kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: ['orders.created'] });
    return new Set(topics.flatMap(({ partitions }) => partitions.map(({ leader }) => leader)));
  } finally {
    await admin.disconnect();
  }
};

it('100 real invoices survive handlers killed in the middle of a batch and two brokers killed and restarted', async () => {
  const { platform } = test;
  const progress = orderProgress();
  const killed: Record<string, number> = {};
  const killInTheMiddle = async (name: string): Promise<void> => {
    killed[name] = await eventually(
      `${name} killed in the middle of a batch`,
      async () => {
        const busy = (await platform.lambda.statistics()).some((each) => each.functionName === name && each.busy);
        return (busy && platform.lambda.killEnvironments(name)) || undefined;
      },
      120_000,
    );
  };
  const chaos = async (): Promise<void> => {
    await progress.reaches(10);
    for (const use of ['inventory-ledger', 'order-saga', 'inventory-router', 'payment-charge']) {
      await killInTheMiddle(`orderstream-dev-${use}`);
    }
    await progress.reaches(30);
    const nodes = ['node-2', 'node-4'].map((name) => platform.kafka.node(name));
    await Promise.all(nodes.map((node) => node.kill()));
    await killInTheMiddle('orderstream-dev-inventory-ledger');
    await eventually(
      'the other brokers lead every partition',
      async () => (await leaders()).isDisjointFrom(new Set([2, 4])),
      120_000,
    );
    await Promise.all(nodes.map((node) => node.restart()));
  };
  const [summary] = await Promise.all([
    runDemo(platform, await readInvoices(readRetailCsv(file, defaultFormat), 100), {
      stock: ampleStock,
      concurrency: 4,
      startSeconds: 0,
      onStep: progress.onStep,
    }),
    chaos(),
  ]);
  expect(Object.values(killed).every((calls) => calls > 0)).toBe(true);
  expect(summary.orders).toMatchObject({ accepted: 100, rejected: 0, unfinished: 0, byStatus: { PAID: 100 } });
  expect(isBalanced(summary.invariants)).toBe(true);
}, 900_000);
