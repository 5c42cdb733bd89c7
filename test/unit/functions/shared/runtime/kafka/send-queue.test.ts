import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ProduceOutcomeUnknown,
  ProduceRefused,
  RecordsRefused,
  SharedSendFailed,
} from '../../../../../../functions/shared/runtime/kafka/produce-failure.ts';
import { type Lane, type LoneLimits, SendQueue } from '../../../../../../functions/shared/runtime/kafka/send-queue.ts';

interface ScriptedSend {
  readonly items: readonly string[];
  /** The number of its lane. */
  readonly lane: number;
  readonly end: PromiseWithResolvers<void>;
  /** Limits of a send of one caller. */
  readonly lone?: LoneLimits;
}

/** Sends that the test completes one by one. The first letter of an item is its partition. */
const scripted = () => {
  const sends: ScriptedSend[] = [];
  const closed: number[] = [];
  let lanes = 0;
  const openLane = (): Lane<string> => {
    const lane = lanes;
    lanes += 1;
    const sendOf = (items: readonly string[], lone?: LoneLimits): Promise<void> => {
      const end = Promise.withResolvers<void>();
      sends.push({ items, lane, end, ...(lone !== undefined && { lone }) });
      return end.promise;
    };
    return {
      sendTogether: (items) => sendOf(items),
      sendAlone: (items, limits) => sendOf(items, limits),
      close: async () => void closed.push(lane),
    };
  };
  const queue = new SendQueue<string>({ openLane, partitionOf: (item) => item.charAt(0) });
  return { queue, sends, closed, itemsSent: () => sends.map(({ items }) => items) };
};

const within = (ms: number, refusedMs = ms) => ({ expiresAt: Date.now() + ms, refusedAt: Date.now() + refusedMs });
const soon = () => within(1_000);
const plenty = () => within(60_000);

const failed = (acknowledged: readonly string[] = [], mayBeWritten = true) =>
  new SharedSendFailed(new Set(acknowledged), { mayBeWritten, cause: undefined });

describe('the send queue', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);

  /** `a` is in flight, and the others wait for it; then they share a send. */
  const shared = async (script: ReturnType<typeof scripted>, ...others: readonly string[]) => {
    const first = script.queue.send(['a'], plenty());
    const done = others.map((item) => script.queue.send([item], plenty()));
    for (const one of done) one.catch(() => undefined);
    script.sends[0]?.end.resolve();
    await first;
    await settle();
    return done;
  };

  it('has one send in flight, and combines requests that arrive meanwhile', async () => {
    const { queue, sends, itemsSent } = scripted();
    const done = [queue.send(['a'], soon()), queue.send(['b'], soon()), queue.send(['c', 'd'], soon())];
    expect(itemsSent()).toEqual([['a']]);
    sends[0]?.end.resolve();
    await done[0];
    expect(itemsSent()).toEqual([['a'], ['b', 'c', 'd']]);
    sends[1]?.end.resolve();
    await Promise.all(done);
    expect(new Set(sends.map(({ lane }) => lane)).size).toBe(1);
  });

  it('rejects the caller of a send of its own with its error, and continues', async () => {
    const { queue, sends } = scripted();
    const first = queue.send(['a'], soon());
    const failure = new RecordsRefused(new Map([['a', 'MESSAGE_TOO_LARGE']]));
    sends[0]?.end.reject(failure);
    await expect(first).rejects.toBe(failure);
    const second = queue.send(['b'], soon());
    expect(sends[1]?.items).toEqual(['b']);
    sends[1]?.end.resolve();
    await second;
  });

  it('sends each caller of a failed send alone, and rejects only the one that fails then', async () => {
    const script = scripted();
    const { sends, itemsSent } = script;
    const done = await shared(script, 'b', 'c', 'd');
    expect(itemsSent()).toEqual([['a'], ['b', 'c', 'd']]);
    sends[1]?.end.reject(failed());
    await settle();
    sends[2]?.end.resolve();
    await settle();
    const unknown = new ProduceOutcomeUnknown('no acknowledgement');
    sends[3]?.end.reject(unknown);
    await settle();
    sends[4]?.end.resolve();
    expect(await Promise.allSettled(done)).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: unknown },
      { status: 'fulfilled' },
    ]);
    expect(itemsSent().slice(2)).toEqual([['b'], ['c'], ['d']]);
    // A send that may have written something may not be refused.
    expect(sends.slice(2).map(({ lone }) => lone?.mayBeWritten)).toEqual([true, true, true]);
  });

  it('does not repeat what a failed send has acknowledged', async () => {
    const script = scripted();
    const done = await shared(script, 'b', 'c');
    script.sends[1]?.end.reject(failed(['b'], false));
    await settle();
    expect(script.itemsSent().slice(2)).toEqual([['c']]);
    expect(script.sends[2]?.lone?.mayBeWritten).toBe(false);
    script.sends[2]?.end.resolve();
    await Promise.all(done);
  });

  it('lets others pass a send that failed once and goes on, but not those of its partition', async () => {
    const { queue, sends, closed, itemsSent } = scripted();
    const slow = queue.send(['a'], plenty());
    const others = [queue.send(['b'], plenty()), queue.send(['a2'], plenty()), queue.send(['c'], plenty())];
    expect(itemsSent()).toEqual([['a']]);
    sends[0]?.lone?.onFault();
    expect(itemsSent()).toEqual([['a'], ['b', 'c']]);
    expect(sends[1]?.lane).not.toBe(sends[0]?.lane);
    sends[1]?.end.resolve();
    await Promise.all([others[0], others[2]]);
    expect(sends).toHaveLength(2);
    sends[0]?.end.resolve();
    await slow;
    await settle();
    expect(itemsSent()).toEqual([['a'], ['b', 'c'], ['a2']]);
    sends[2]?.end.resolve();
    await others[1];
    // One of the two lanes is closed: nothing is slow any more.
    expect(closed).toHaveLength(1);
  });

  it('lets others pass a send that hangs', async () => {
    const { queue, sends, itemsSent } = scripted();
    const hanging = expect(queue.send(['a'], within(10_000))).rejects.toBeInstanceOf(ProduceOutcomeUnknown);
    const other = queue.send(['b'], within(10_000));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(itemsSent()).toEqual([['a'], ['b']]);
    sends[1]?.end.resolve();
    await other;
    await vi.advanceTimersByTimeAsync(9_000);
    await hanging;
  });

  it('rejects a waiting caller at its deadline as refused, and does not send its records', async () => {
    const { queue, sends } = scripted();
    const first = queue.send(['a'], plenty());
    const second = expect(queue.send(['a2'], soon())).rejects.toBeInstanceOf(ProduceRefused);
    await vi.advanceTimersByTimeAsync(2_000);
    await second;
    sends[0]?.end.resolve();
    await first;
    expect(sends).toHaveLength(1);
  });

  it('refuses early what waits for a partition, so that its caller can choose another one', async () => {
    const { queue } = scripted();
    queue.send(['a'], plenty()).catch(() => undefined);
    let refused: unknown;
    queue.send(['a2'], within(10_000, 2_000)).catch((thrown: unknown) => (refused = thrown));
    await vi.advanceTimersByTimeAsync(2_200);
    expect(refused).toBeInstanceOf(ProduceRefused);
  });

  it('rejects a caller at its deadline as of unknown outcome once its send has begun', async () => {
    const { queue } = scripted();
    let thrown: unknown;
    queue.send(['a'], within(1_000, 300)).catch((reason: unknown) => (thrown = reason));
    await vi.advanceTimersByTimeAsync(900);
    expect(thrown).toBeUndefined();
    await vi.advanceTimersByTimeAsync(300);
    expect(thrown).toBeInstanceOf(ProduceOutcomeUnknown);
  });
});
