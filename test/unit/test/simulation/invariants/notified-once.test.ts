import { describe, expect, it } from 'vitest';
import { eventId, notificationId } from '../../../../../functions/shared/kernel/ids.ts';
import { notifiedOnce } from '../../../../simulation/invariants/notified-once.ts';
import type { Modes } from '../../../../simulation/plan/plan.ts';
import { startsAt } from '../../../../simulation/world/world.ts';
import { eventLike, orderId, SmallWorld } from './small-world.ts';

const id = notificationId(eventId(orderId, 'ORDER_PAID'), 'email');
const user_id = '17850';
const ends = {
  SENT: eventLike('NOTIFICATION_SENT', { notification_id: id, user_id }),
  FAILED: eventLike('NOTIFICATION_FAILED', { notification_id: id, user_id }),
} as const;

const ended = (end: keyof typeof ends | undefined, deliveries: number, modes: Partial<Modes> = {}): SmallWorld => {
  const world = new SmallWorld(notifiedOnce(), { modes });
  world.emit(eventLike('ORDER_PAID'));
  if (end !== undefined) world.emit(ends[end]);
  for (let time = 0; time < deliveries; time += 1) {
    if (modes.provider === 'mailbox') world.put('mailbox', { user_id, notification_id: id });
    const { delivered } = world.world;
    delivered.push({ notificationId: id, userId: user_id, template: '', orderId, at: startsAt, by: 'process' });
  }
  return world;
};

describe('what must hold of messages in the end', () => {
  it('is content with one message a fact, and with one that is refused', () => {
    ended('SENT', 1).end();
    ended('FAILED', 0).end();
    ended('SENT', 1, { provider: 'mailbox' }).end();
  });

  it.each<[string, SmallWorld]>([
    ['never ended', ended(undefined, 1)],
    ['counts as sent, and was not delivered', ended('SENT', 0)],
    ['counts as sent, and was not delivered', ended('SENT', 0, { provider: 'mailbox' })],
    ['was delivered 2 times', ended('SENT', 2)],
    ['was delivered 1 times', ended('FAILED', 1)],
    ['was delivered 2 times', ended('SENT', 2, { skewMs: 2_000, networkMs: 50 })],
  ])('objects: %s (%#)', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });

  it('objects to messages that log of no fact', () => {
    const world = ended('SENT', 1);
    world.emit(eventLike('NOTIFICATION_SENT', { event_id: 'other', notification_id: orderId }));
    expect(() => world.end()).toThrow('belongs to no fact');
  });

  it('is content with two where something went wrong for who sent one, but not where it did long before', () => {
    const world = ended('SENT', 2);
    world.world.faults.trouble('process', startsAt - 600_000);
    expect(() => world.end()).toThrow('was delivered 2 times');
    world.world.faults.trouble('process', startsAt - 1_000);
    world.end();
  });

  it.each<Partial<Modes>>([{ skewMs: 180_000 }, { networkMs: 3_000 }])('is content with two where %j', (modes) => {
    ended('SENT', 2, modes).end();
  });
});
