// Also tests functions/shared/runtime/handlers
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scheduledHandler } from '../../../../../../functions/shared/runtime/handlers/scheduled-handler.ts';

const environment = { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_SECRET_ARN: 'arn', POWERTOOLS_SERVICE_NAME: 'order' };
const context = { getRemainingTimeInMillis: () => 7_000, functionName: 'order-sweep', awsRequestId: 'r' } as Context;

describe('the handler of scheduled work', () => {
  beforeEach(() => {
    // Powertools writes past the global console, except in development.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'orderstream');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    for (const method of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, method).mockReturnValue();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('records counts as metrics, also zero, and passes the deadline', async () => {
    const remaining: number[] = [];
    const task = async ({ deadline }: { readonly deadline: { remainingMs(): number } }) => {
      remaining.push(deadline.remainingMs());
      return { OrdersRepaired: 2, OrdersTimedOut: 0 };
    };
    await scheduledHandler({ environment, emits: {}, task })({}, context);
    const lines = vi.mocked(console.log).mock.calls.map(([line]) => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ OrdersRepaired: 2, OrdersTimedOut: 0 }));
    expect(remaining).toEqual([7_000]);
  });

  it('fails the invocation if the task fails', async () => {
    const task = () => Promise.reject(new Error('no table'));
    await expect(scheduledHandler({ environment, emits: {}, task })({}, context)).rejects.toThrow('no table');
  });
});
