import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AsynchronousInvocations } from '../../../../localstack/lambda/asynchronous-invocations.ts';
import { FunctionNotFoundError, type Invocation, ThrottledError } from '../../../../localstack/lambda/invoker.ts';

const event = { functionName: 'audit', requestId: 'r-1', payload: '{}', traceId: 'Root=1' };
const done: Invocation = { requestId: 'r-1', payload: 'null' };
const failed: Invocation = { requestId: 'r-1', payload: '{"errorType":"Error"}', functionError: 'Unhandled' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Answers each attempt with the next of `answers`, and notes when it came. */
const eventsAnswered = (answers: readonly (Invocation | Error)[]) => {
  const startedAt = Date.now();
  const attemptsMs: number[] = [];
  const discarded: string[] = [];
  const events = new AsynchronousInvocations({
    invoke: async () => {
      const answer = answers[attemptsMs.length] ?? done;
      attemptsMs.push(Date.now() - startedAt);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onDiscarded: (_, reason) => discarded.push(reason),
  });
  return { events, attemptsMs, discarded };
};

describe('an asynchronous event', () => {
  it('is delivered once when the function succeeds', async () => {
    const { events, attemptsMs } = eventsAnswered([done]);
    events.enqueue(event);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(attemptsMs).toEqual([0]);
  });

  it('is retried after one minute and two more, then discarded', async () => {
    const { events, attemptsMs, discarded } = eventsAnswered([failed, failed, failed]);
    events.enqueue(event);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(attemptsMs).toEqual([0, 60_000, 180_000]);
    expect(discarded).toEqual(['attempt 3 failed: {"errorType":"Error"}']);
  });

  it('waits longer and longer while throttled, which does not count as an attempt', async () => {
    const throttled = new ThrottledError('Rate Exceeded.');
    const { events, attemptsMs, discarded } = eventsAnswered([throttled, throttled, throttled, failed, failed, done]);
    events.enqueue(event);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(attemptsMs).toEqual([0, 1000, 3000, 7000, 67_000, 187_000]);
    expect(discarded).toEqual([]);
  });

  it('is discarded at once when there is no such function', async () => {
    const { events, attemptsMs, discarded } = eventsAnswered([new FunctionNotFoundError('Function not found: audit')]);
    events.enqueue(event);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(attemptsMs).toEqual([0]);
    expect(discarded).toEqual([expect.stringContaining('Function not found')]);
  });

  it('is forgotten on shutdown', async () => {
    const { events, attemptsMs } = eventsAnswered([failed]);
    events.enqueue(event);
    await vi.advanceTimersByTimeAsync(1000);
    events.close();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(attemptsMs).toEqual([0]);
  });
});
