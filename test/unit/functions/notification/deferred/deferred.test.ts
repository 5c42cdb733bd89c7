import { describe, expect, it } from 'vitest';
import { attemptLimit } from '../../../../../functions/notification/model/domain.ts';
import { eventId, notificationId } from '../../../../../functions/shared/kernel/ids.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { notifiedEvent } from '../../../../support/notification-events.ts';
import { notificationWorld } from '../../../../support/notification-world.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `order ${index}`);
const paid = (name: string) => notifiedEvent('ORDER_PAID', name);
const idOf = (name: string) => notificationId(paid(name).event_id, 'email');

/** A user with a burst of two, and three notifications that wait. */
const waitingWorld = async () => {
  const world = notificationWorld({ limits: { burst: 2, refillMs: 10_000 } });
  await world.deliver(names(5).map(paid));
  return world;
};

describe('what was deferred', () => {
  it('is sent when it is due, in order, and said once', async () => {
    const world = await waitingWorld();
    await world.runDeferred();
    expect(world.said()).toEqual([]);
    for (let minute = 0; minute < 3; minute += 1) {
      world.clock.advance(60_000);
      await world.runDeferred();
    }
    expect(world.provider.taken).toEqual(names(5).map(idOf));
    expect(world.said().map((event) => Reflect.get(event, 'notification_id'))).toEqual(names(5).slice(2).map(idOf));
    for (const event of world.said()) {
      expect(event).toMatchObject({ type: 'NOTIFICATION_SENT', metadata: { source: 'notification/deferred' } });
      expect(validateEvent.NOTIFICATION_SENT(event)).toBeNull();
    }
  });

  it.each(['invalid', 'refused'] as const)(
    'whose outcome is %s goes behind the queue, reported, sent once; the others are sent and emitted',
    async (fault) => {
      const world = await waitingWorld();
      const bad = idOf('order 2');
      world.events[fault].set(eventId(bad, 'NOTIFICATION_SENT'), 'Not a valid NOTIFICATION_SENT');
      world.clock.advance(60_000);
      await expect(world.runDeferred()).rejects.toThrow('1 queues failed with a defect');
      for (let minute = 0; minute < 4; minute += 1) {
        world.clock.advance(60_000);
        await world.runDeferred().catch(() => undefined);
      }
      expect(world.provider.taken).toEqual(names(5).map(idOf));
      const emitted = new Set(world.said().map((event) => Reflect.get(event, 'notification_id')));
      expect([...emitted]).toEqual(names(5).slice(3).map(idOf));
      world.events[fault].clear();
      world.clock.advance(3_600_000);
      await world.runDeferred();
      expect(
        world
          .said()
          .map((event) => Reflect.get(event, 'notification_id'))
          .at(-1),
      ).toBe(bad);
      expect(world.provider.taken).toEqual(names(5).map(idOf));
      expect(world.store.queues.get('ada')).toEqual([]);
    },
  );

  it('and meets a defect goes behind the queue, reported; the others are sent and emitted', async () => {
    const world = await waitingWorld();
    const bad = idOf('order 2');
    world.provider.defects.add(bad);
    world.clock.advance(60_000);
    await expect(world.runDeferred()).rejects.toThrow('1 queues failed with a defect');
    for (let minute = 0; minute < 3; minute += 1) {
      world.clock.advance(60_000);
      await world.runDeferred().catch(() => undefined);
    }
    const emitted = () => world.said().map((event) => Reflect.get(event, 'notification_id'));
    expect(emitted()).toEqual(names(5).slice(3).map(idOf));
    world.provider.defects.clear();
    world.clock.advance(3_600_000);
    await world.runDeferred();
    expect(emitted().at(-1)).toBe(bad);
    expect(world.store.queues.get('ada')).toEqual([]);
  });

  it('goes no faster than the user may be told', async () => {
    const world = await waitingWorld();
    world.clock.advance(10_001);
    await world.runDeferred();
    expect(world.provider.taken).toHaveLength(3);
    world.clock.advance(600_000);
    await world.deliver(names(9).slice(5).map(paid));
    await world.runDeferred();
    // Two tokens, however long nobody came.
    expect(world.provider.taken).toHaveLength(5);
  });

  it('is not passed by later ones, also where it is overdue', async () => {
    const world = await waitingWorld();
    world.clock.advance(600_000);
    const { emit } = await world.deliver([paid('late')]);
    expect(emit).toMatchObject([{ type: 'NOTIFICATION_DEFERRED' }]);
    while (world.store.queues.get('ada')?.length !== 0) {
      await world.runDeferred();
      world.clock.advance(60_000);
    }
    expect(world.provider.taken).toEqual([...names(5), 'late'].map(idOf));
    await world.runDeferred();
    expect((await world.deliver([paid('after')])).emit).toMatchObject([{ type: 'NOTIFICATION_SENT' }]);
  });

  it('whose event is delivered again says all that became of it', async () => {
    const world = await waitingWorld();
    world.clock.advance(60_000);
    await world.runDeferred();
    const { emit } = await world.deliver([paid('order 2')]);
    expect(emit.map(({ type }) => type)).toEqual(['NOTIFICATION_DEFERRED', 'NOTIFICATION_SENT']);
    expect(JSON.stringify(emit[1])).toBe(JSON.stringify(world.said()[0]));
    expect(world.provider.taken).toHaveLength(4);
  });

  it('waits longer each time that the provider says nothing, and keeps its place', async () => {
    const world = await waitingWorld();
    world.clock.advance(60_000);
    world.provider.silent = 2;
    await world.runDeferred();
    await world.runDeferred();
    expect(world.provider.taken).toHaveLength(2);
    expect(world.store.queues.get('ada')?.[0]).toMatchObject({ attempts: 1, due_at: '2026-11-22T06:01:30.000Z' });
    world.clock.advance(30_001);
    await world.runDeferred();
    expect(world.store.queues.get('ada')?.[0]).toMatchObject({ attempts: 2, due_at: '2026-11-22T06:02:30.001Z' });
    world.clock.advance(120_000);
    await world.runDeferred();
    expect(world.provider.taken.slice(2)).toEqual(names(4).slice(2).map(idOf));
    expect(world.said()[0]).toMatchObject({ metadata: { attempt: 3 } });
  });

  it('is given up in the end, and said to have failed', async () => {
    const world = notificationWorld();
    world.provider.silent = attemptLimit;
    await world.deliver([paid('one')]);
    for (let run = 0; run < attemptLimit; run += 1) {
      world.clock.advance(3_600_001);
      await world.runDeferred();
    }
    expect(world.said()).toMatchObject([
      { type: 'NOTIFICATION_FAILED', reason: 'PROVIDER_UNAVAILABLE', metadata: { attempt: attemptLimit } },
    ]);
    expect(validateEvent.NOTIFICATION_FAILED(world.said()[0])).toBeNull();
    expect(world.store.queues.get('ada')).toEqual([]);
  });

  it('is said again where it could not be said, and sent once', async () => {
    const world = await waitingWorld();
    world.clock.advance(30_000);
    world.events.fault = new TransientError('no leader');
    await world.runDeferred();
    expect(world.counts.get('QueuesInterrupted')).toBe(1);
    expect(world.provider.taken).toHaveLength(4);
    world.events.fault = undefined;
    for (let minute = 0; minute < 3; minute += 1) {
      world.clock.advance(61_000);
      await world.runDeferred();
    }
    expect(world.provider.taken).toEqual(names(5).map(idOf));
    expect(world.said().map((event) => Reflect.get(event, 'notification_id'))).toEqual(names(5).slice(2).map(idOf));
  });

  it('is one run’s at a time', async () => {
    const world = notificationWorld();
    world.provider.silent = 1;
    await world.deliver(names(5).map(paid));
    world.clock.advance(600_000);
    await Promise.all([world.runDeferred(), world.runDeferred()]);
    expect(world.provider.taken).toEqual(names(5).map(idOf));
  });
});
