import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ProduceOutcomeUnknown,
  ProduceRefused,
  RecordsRefused,
} from '../../../../../../functions/shared/runtime/kafka/produce-failure.ts';
import { SendQueue } from '../../../../../../functions/shared/runtime/kafka/send-queue.ts';

/** Sends that the test completes one by one. */
const scripted = () => {
  const sends: { readonly items: readonly string[]; readonly end: PromiseWithResolvers<void> }[] = [];
  const queue = new SendQueue<string>((items) => {
    const end = Promise.withResolvers<void>();
    sends.push({ items, end });
    return end.promise;
  });
  return { queue, sends };
};

const soon = () => Date.now() + 1_000;

describe('the send queue', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has one send in flight, and combines requests that arrive meanwhile', async () => {
    const { queue, sends } = scripted();
    const done = [queue.send(['a'], soon()), queue.send(['b'], soon()), queue.send(['c', 'd'], soon())];
    expect(sends.map(({ items }) => items)).toEqual([['a']]);
    sends[0]?.end.resolve();
    await done[0];
    expect(sends.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd']]);
    sends[1]?.end.resolve();
    await Promise.all(done);
  });

  it('rejects every caller of a failed send with its error, and continues', async () => {
    const { queue, sends } = scripted();
    const first = queue.send(['a'], soon());
    const failure = new ProduceRefused('no leader');
    sends[0]?.end.reject(failure);
    await expect(first).rejects.toBe(failure);
    const second = queue.send(['b'], soon());
    expect(sends[1]?.items).toEqual(['b']);
    sends[1]?.end.resolve();
    await second;
  });

  it('rejects only the caller of a record that brokers never accept', async () => {
    const { queue, sends } = scripted();
    const first = queue.send(['a'], soon());
    const others = [queue.send(['large'], soon()), queue.send(['small'], soon())];
    sends[0]?.end.resolve();
    await first;
    sends[1]?.end.reject(new RecordsRefused(new Map([['large', 'MESSAGE_TOO_LARGE']])));
    const [ofLarge, ofSmall] = await Promise.allSettled(others);
    expect(ofLarge).toMatchObject({
      status: 'rejected',
      reason: { refused: new Map([['large', 'MESSAGE_TOO_LARGE']]) },
    });
    expect(ofSmall).toMatchObject({ status: 'fulfilled' });
  });

  it('rejects a waiting caller at its deadline as refused, and does not send its records', async () => {
    const { queue, sends } = scripted();
    const first = queue.send(['a'], Date.now() + 60_000);
    const second = expect(queue.send(['b'], soon())).rejects.toBeInstanceOf(ProduceRefused);
    await vi.advanceTimersByTimeAsync(2_000);
    await second;
    sends[0]?.end.resolve();
    await first;
    expect(sends).toHaveLength(1);
  });

  it('rejects a caller at its deadline as of unknown outcome once its send has begun', async () => {
    const { queue } = scripted();
    const sent = expect(queue.send(['a'], soon())).rejects.toBeInstanceOf(ProduceOutcomeUnknown);
    await vi.advanceTimersByTimeAsync(2_000);
    await sent;
  });
});
