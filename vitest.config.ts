import { defineConfig } from 'vitest/config';

/** A tier is a folder under `test/` and a vitest project: `npm test -- --project unit`. */
const tier = (name: string, more: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], environment: 'node' as const, ...more },
});

const e2e = { fileParallelism: false, testTimeout: 600_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      tier('unit'),
      tier('infra', { isolate: false, testTimeout: 120_000, hookTimeout: 120_000 }),
      tier('contract', { testTimeout: 60_000, hookTimeout: 120_000 }),
      // Real brokers and real processes share two cores: one file at a time, generous deadlines.
      tier('integration', { fileParallelism: false, testTimeout: 180_000, hookTimeout: 180_000 }),
      tier('e2e', e2e),
      // One platform for all files; the same orders as on ours.
      ...['localstack-host', 'localstack'].map((name) =>
        tier(name, {
          ...e2e,
          include: [`test/${name}/**/*.test.ts`, 'test/e2e/orders.test.ts'],
          globalSetup: `test/${name}/global-setup.ts`,
        }),
      ),
    ],
  },
});
