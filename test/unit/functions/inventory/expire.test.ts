import { describe, expect, it } from 'vitest';
import { expireHolds } from '../../../../functions/inventory/expire.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';
import { validateRelease } from '../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../support/fakes/fixed-clock.ts';
import { InMemoryHolds } from '../../../support/fakes/in-memory-holds.ts';
import { RecordingEvents } from '../../../support/fakes/recording-sinks.ts';

const hold = (n: number, due_at: string) => ({
  order_id: `0b2f3a8e-0000-4000-8000-00000000000${n}`,
  lines: [
    { sku: 'A', qty: 2 },
    { sku: 'B', qty: 1 },
  ],
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  correlation_id: `order ${n}`,
  due_at,
});

const setUp = async () => {
  const [holds, events, clock] = [
    new InMemoryHolds(),
    new RecordingEvents(),
    new FixedClock('2026-11-22T06:00:00.000Z'),
  ];
  await holds.open(hold(1, '2026-11-22T06:30:00.000Z'));
  await holds.open(hold(2, '2026-11-22T06:10:00.000Z'));
  const run = (remainingMs = 60_000) =>
    expireHolds({ holds, clock })({ events, deadline: { remainingMs: () => remainingMs } });
  return { holds, events, clock, run };
};

const minutes = 60_000;

describe('the expiry of holds', () => {
  it('lets alone what is not due, and what has ended', async () => {
    const { holds, events, clock, run } = await setUp();
    clock.advance(10 * minutes);
    expect(await run()).toEqual({ HoldsExpired: 0 });
    await holds.close(hold(2, '').order_id);
    clock.advance(15 * minutes);
    expect(await run()).toEqual({ HoldsExpired: 0 });
    expect(events.sends).toEqual([]);
  });

  it('gives every line back, the longest overdue order first, and once', async () => {
    const { events, clock, run } = await setUp();
    clock.advance(31 * minutes);
    expect(await run()).toEqual({ HoldsExpired: 2 });
    expect(events.sends.map(([first]) => Reflect.get(first ?? {}, 'order_id'))).toEqual([
      hold(2, '').order_id,
      hold(1, '').order_id,
    ]);
    const releases = events.sends.flat();
    expect(releases).toMatchObject([
      { type: 'RELEASE', sku: 'A', qty: 2, reason: 'EXPIRED', timestamp: '2026-11-22T06:31:00.000Z' },
      { type: 'RELEASE', sku: 'B', qty: 1, reason: 'EXPIRED', trace_id: hold(1, '').trace_id },
      { metadata: { correlation_id: 'order 1', source: 'inventory/expire' } },
      {},
    ]);
    for (const release of releases) expect(validateRelease(release)).toBeNull();
    expect(new Set(releases.map(({ event_id }) => event_id)).size).toBe(4);
    expect(await run()).toEqual({ HoldsExpired: 0 });
  });

  it('says the same to the byte when it could not say it the first time', async () => {
    const { events, clock, run } = await setUp();
    clock.advance(11 * minutes);
    // Of unknown outcome: it may have been said.
    const lost: string[] = [];
    const { emit } = events;
    events.emit = async (said) => {
      lost.push(JSON.stringify(said));
      throw new TransientError('no acknowledgement');
    };
    await expect(run()).rejects.toThrow(TransientError);
    events.emit = emit.bind(events);
    clock.advance(5 * minutes);
    expect(await run()).toEqual({ HoldsExpired: 1 });
    expect(events.sends.map((said) => JSON.stringify(said))).toEqual(lost);
  });

  it('leaves to the next run what it has no time for', async () => {
    const { events, clock, run } = await setUp();
    clock.advance(60 * minutes);
    expect(await run(10_000)).toEqual({ HoldsExpired: 0 });
    expect(events.sends).toEqual([]);
  });
});
