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

/** A user with a burst of two, and three queued notifications. */
const waitingWorld = async () => {
  const world = notificationWorld({ limits: { burst: 2, refillMs: 10_000 } });
  await world.deliver(names(5).map(paid));
  return world;
};

describe('a deferred notification', () => {
  it('is sent when it is due, in order, and emitted once', async () => {
    const world = await waitingWorld();
    await world.runDeferred();
    expect(world.emitted()).toEqual([]);
    for (let minute = 0; minute < 3; minute += 1) {
      world.clock.advance(60_000);
      await world.runDeferred();
    }
    expect(world.provider.taken).toEqual(names(5).map(idOf));
    expect(world.emitted().map((event) => Reflect.get(event, 'notification_id'))).toEqual(names(5).slice(2).map(idOf));
    for (const event of world.emitted()) {
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
      const emitted = new Set(world.emitted().map((event) => Reflect.get(event, 'notification_id')));
      expect([...emitted]).toEqual(names(5).slice(3).map(idOf));
      world.events[fault].clear();
      world.clock.advance(3_600_000);
      await world.runDeferred();
      expect(
        world
          .emitted()
          .map((event) => Reflect.get(event, 'notification_id'))
          .at(-1),
      ).toBe(bad);
      expect(world.provider.taken).toEqual(names(5).map(idOf));
      expect(world.store.queues.get('ada')).toEqual([]);
    },
  );

  it('with a defect is reported and parked behind the queue; the others are sent and emitted', async () => {
    const world = await waitingWorld();
    const bad = idOf('order 2');
    world.provider.defects.add(bad);
    world.clock.advance(60_000);
    await expect(world.runDeferred()).rejects.toThrow('1 queues failed with a defect');
    for (let minute = 0; minute < 3; minute += 1) {
      world.clock.advance(60_000);
      await world.runDeferred().catch(() => undefined);
    }
    const emitted = () => world.emitted().map((event) => Reflect.get(event, 'notification_id'));
    expect(emitted()).toEqual(names(5).slice(3).map(idOf));
    world.provider.defects.clear();
    world.clock.advance(3_600_000);
    await world.runDeferred();
    expect(emitted().at(-1)).toBe(bad);
    expect(world.store.queues.get('ada')).toEqual([]);
  });

  it('is sent no faster than the user’s limit', async () => {
    const world = await waitingWorld();
    world.clock.advance(10_001);
    await world.runDeferred();
    expect(world.provider.taken).toHaveLength(3);
    world.clock.advance(600_000);
    await world.deliver(names(9).slice(5).map(paid));
    await world.runDeferred();
    // Two tokens, however long the bucket was idle.
    expect(world.provider.taken).toHaveLength(5);
  });

  it('is not overtaken by later ones, even if it is overdue', async () => {
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

  it('re-emits all its events when its event is redelivered', async () => {
    const world = await waitingWorld();
    world.clock.advance(60_000);
    await world.runDeferred();
    const { emit } = await world.deliver([paid('order 2')]);
    expect(emit.map(({ type }) => type)).toEqual(['NOTIFICATION_DEFERRED', 'NOTIFICATION_SENT']);
    expect(JSON.stringify(emit[1])).toBe(JSON.stringify(world.emitted()[0]));
    expect(world.provider.taken).toHaveLength(4);
  });

  it('waits longer after each failed attempt, and keeps its place', async () => {
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
    expect(world.emitted()[0]).toMatchObject({ metadata: { attempt: 3 } });
  });

  it('fails after the last attempt, and emits NOTIFICATION_FAILED', async () => {
    const world = notificationWorld();
    world.provider.silent = attemptLimit;
    await world.deliver([paid('one')]);
    for (let run = 0; run < attemptLimit; run += 1) {
      world.clock.advance(3_600_001);
      await world.runDeferred();
    }
    expect(world.emitted()).toMatchObject([
      { type: 'NOTIFICATION_FAILED', reason: 'PROVIDER_UNAVAILABLE', metadata: { attempt: attemptLimit } },
    ]);
    expect(validateEvent.NOTIFICATION_FAILED(world.emitted()[0])).toBeNull();
    expect(world.store.queues.get('ada')).toEqual([]);
  });

  it('is emitted again after a failed send to Kafka, and sent once', async () => {
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
    expect(world.emitted().map((event) => Reflect.get(event, 'notification_id'))).toEqual(names(5).slice(2).map(idOf));
  });

  it('is processed by one run at a time', async () => {
    const world = notificationWorld();
    world.provider.silent = 1;
    await world.deliver(names(5).map(paid));
    world.clock.advance(600_000);
    await Promise.all([world.runDeferred(), world.runDeferred()]);
    expect(world.provider.taken).toEqual(names(5).map(idOf));
  });
});
