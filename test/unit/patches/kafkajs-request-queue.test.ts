import '../../../patches/kafkajs-request-queue.ts';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const logger = { debug: () => {}, warn: () => {}, error: () => {} };
const newQueue = () =>
  new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'broker',
    logger,
    isConnected: () => true,
  });

describe('a mended kafkajs request queue', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has no timer while nothing waits', () => {
    newQueue().checkPendingRequests();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends what waits as soon as the throttling is over', () => {
    const queue = newQueue();
    let sent = 0;
    queue.throttledUntil = Date.now() + 500;
    queue.pending.push({ correlationId: 1, expectResponse: false, send: () => (sent += 1), completed: () => {} });
    queue.checkPendingRequests();
    vi.advanceTimersByTime(499);
    expect(sent).toBe(0);
    vi.advanceTimersByTime(2);
    expect(sent).toBe(1);
    vi.runAllTimers();
    expect(vi.getTimerCount()).toBe(0);
  });
});
