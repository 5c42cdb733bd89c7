// Also tests functions/notification/store
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Allowance,
  queueUp,
  take,
  withoutQueue,
} from '../../../../../functions/notification/model/allowance-domain.ts';
import type { Notification, Outcome, Remembered } from '../../../../../functions/notification/model/domain.ts';
import type { Claim, Notifications, Queues, Waiting } from '../../../../../functions/notification/model/ports.ts';
import { powertoolsNotifications } from '../../../../../functions/notification/store/notifications.powertools.ts';
import { dynamoQueues } from '../../../../../functions/notification/store/queues.dynamodb.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { eventually } from '../../../../support/eventually.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { claimMs, InMemoryNotifications } from '../../../../support/fakes/in-memory-notifications.ts';

const { client, newTable } = dynamodbLocal();

interface Opened {
  readonly notifications: Notifications;
  readonly queues: Queues;
  /** The same with claims that expire at once. */
  readonly impatient: Notifications;
  readonly claimsExpire: () => Promise<void>;
}

const inMemory = async (): Promise<Opened> => {
  const clock = new FixedClock();
  const both = new InMemoryNotifications(clock);
  const claimsExpire = async () => clock.advance(claimMs + 1);
  return { notifications: both, queues: both, impatient: both, claimsExpire };
};

const inDynamoDb = async (): Promise<Opened> => {
  const table = await newTable('notifications');
  const shortly = 2;
  return {
    notifications: powertoolsNotifications(client, table),
    queues: dynamoQueues(client, table),
    impatient: powertoolsNotifications(client, table, shortly),
    claimsExpire: async () => {
      const until = Date.now() + 2 * shortly;
      await eventually('the claim to expire', () => Date.now() > until);
    },
  };
};

const now = Date.parse('2026-11-22T06:00:00.000Z');
const limits = { burst: 2, refillMs: 10_000 };
const sent: { readonly outcome: Outcome } = {
  outcome: { state: 'SENT', at: '2026-11-22T06:00:00.000Z', attempt: 1 },
};

const aNotification = (user_id: string = randomUUID()): Notification => ({
  template: 'order-paid',
  view: { order: 'o', amount: '1.00 EUR' },
  notification_id: randomUUID(),
  user_id,
  address: { channel: 'email', email: 'ada@customers.example' },
  order_id: 'o',
  correlation_id: 'o',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
});

const waitingFor = (notification: Notification, before: Allowance) => {
  const { dueAt, allowance: after } = queueUp(before, limits, now, now + 1_000);
  const due_at = new Date(dueAt).toISOString();
  const waiting: Waiting = { notification, position: after.version, due_at, attempts: 0 };
  const remembered: Remembered = { deferral: { at: '2026-11-22T06:00:00.000Z', due_at } };
  return { change: { before, after }, waiting, remembered };
};

const defer = async ({ notifications, queues }: Opened, notification: Notification): Promise<Waiting> => {
  const { change, waiting, remembered } = waitingFor(notification, await queues.allowance(notification.user_id));
  await notifications.once(notification, async (claim) => {
    expect(await queues.enqueue(change, waiting, remembered, claim)).toBe(true);
    return remembered;
  });
  return waiting;
};

describe.each([
  ['in memory', inMemory],
  ['in DynamoDB', inDynamoDb],
])('notifications %s', (_name, open) => {
  let opened: Opened;
  let notification: Notification;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => {
    notification = aNotification();
  });

  describe('the work', () => {
    it('is done once, and its result is stored', async () => {
      const { notifications } = opened;
      expect(await notifications.once(notification, async () => sent)).toEqual(sent);
      const again = await notifications.once(notification, () => Promise.reject(new Error('done twice')));
      expect(again).toEqual(sent);
    });

    it('is done by one claim at a time', async () => {
      const { notifications } = opened;
      const started = Promise.withResolvers<void>();
      const end = Promise.withResolvers<Remembered>();
      const first = notifications.once(notification, () => {
        started.resolve();
        return end.promise;
      });
      await started.promise;
      expect(await notifications.once(notification, async () => sent)).toBe('in-flight');
      end.resolve(sent);
      expect(await first).toEqual(sent);
    });

    it('releases the claim if it throws', async () => {
      const { notifications } = opened;
      const fault = new TransientError('no answer');
      await expect(notifications.once(notification, () => Promise.reject(fault))).rejects.toBe(fault);
      expect(await notifications.once(notification, async () => sent)).toEqual(sent);
    });

    it('is taken over from a crashed invocation, which then changes nothing', async () => {
      const { impatient, claimsExpire, queues } = opened;
      const started = Promise.withResolvers<Claim>();
      const end = Promise.withResolvers<Remembered>();
      const zombie = impatient.once(notification, (claim) => {
        started.resolve(claim);
        return end.promise;
      });
      const claim = await started.promise;
      await claimsExpire();
      expect(await impatient.once(notification, async () => sent)).toEqual(sent);
      const { change, waiting, remembered } = waitingFor(notification, await queues.allowance(notification.user_id));
      expect(await queues.enqueue(change, waiting, remembered, claim)).toBe(false);
      end.resolve({ outcome: { ...sent.outcome, at: '2026-11-22T07:00:00.000Z' } });
      await expect(zombie).rejects.toThrow(TransientError);
      expect(await impatient.once(notification, async () => remembered)).toEqual(sent);
      expect(await queues.head(notification.user_id, 1)).toEqual([]);
    });

    it('that fails after it was taken over releases no claim', async () => {
      const { impatient, claimsExpire } = opened;
      const started = Promise.withResolvers<void>();
      const end = Promise.withResolvers<Remembered>();
      const zombie = impatient.once(notification, () => {
        started.resolve();
        return end.promise;
      });
      await started.promise;
      await claimsExpire();
      await impatient.once(notification, async () => sent);
      end.reject(new TransientError('no answer'));
      await expect(zombie).rejects.toThrow('no answer');
      expect(await impatient.once(notification, () => Promise.reject(new Error('done twice')))).toEqual(sent);
    });
  });

  describe('a deferral', () => {
    it('is stored with its queue entry', async () => {
      const { notifications, queues } = opened;
      const waiting = await defer(opened, notification);
      const remembered = { deferral: { at: '2026-11-22T06:00:00.000Z', due_at: waiting.due_at } };
      expect(await notifications.once(notification, async () => sent)).toEqual(remembered);
      expect(await notifications.find(notification)).toEqual(remembered);
      expect(await queues.head(notification.user_id, 10)).toEqual([waiting]);
      expect(await queues.allowance(notification.user_id)).toEqual({
        full_at: 0,
        version: 1,
        queue: { wake_at: Date.parse(waiting.due_at), last_due_at: Date.parse(waiting.due_at) },
      });
    });

    it('writes nothing if the allowance has changed', async () => {
      const { notifications, queues } = opened;
      const before = await queues.allowance(notification.user_id);
      await queues.save(notification.user_id, { before, after: take(before, limits, now, 1).allowance });
      const { change, waiting, remembered } = waitingFor(notification, before);
      await notifications.once(notification, async (claim) => {
        expect(await queues.enqueue(change, waiting, remembered, claim)).toBe(false);
        expect(await queues.head(notification.user_id, 1)).toEqual([]);
        return sent;
      });
      expect(await notifications.once(notification, async () => remembered)).toEqual(sent);
    });

    it('has one outcome, the first', async () => {
      const { notifications } = opened;
      await defer(opened, notification);
      const failed: Outcome = { state: 'FAILED', reason: 'X', at: '2026-11-22T08:00:00.000Z', attempt: 2 };
      expect(await notifications.conclude(notification, sent.outcome)).toEqual(sent.outcome);
      expect(await notifications.conclude(notification, failed)).toEqual(sent.outcome);
      expect(await notifications.find(notification)).toMatchObject({ deferral: {}, outcome: sent.outcome });
      await expect(notifications.conclude(aNotification(), failed)).rejects.toThrow(RangeError);
    });
  });

  describe('a queue', () => {
    it('keeps its order when an entry is postponed', async () => {
      const { queues } = opened;
      const all: Waiting[] = [];
      for (let index = 0; index < 12; index += 1) all.push(await defer(opened, aNotification(notification.user_id)));
      const [first, second] = all;
      if (first === undefined || second === undefined) throw new Error('the queue is empty');
      await queues.postpone(first, '2026-11-23T00:00:00.000Z', 3);
      await queues.remove(second);
      await queues.postpone(second, '2026-11-23T00:00:00.000Z', 3);
      const rest = [{ ...first, due_at: '2026-11-23T00:00:00.000Z', attempts: 3 }, ...all.slice(2)];
      expect(await queues.head(notification.user_id, 20)).toEqual(rest);
      expect(await queues.head(notification.user_id, 4)).toEqual(rest.slice(0, 4));
    });

    it('has parked entries behind all others until they are removed', async () => {
      const { queues } = opened;
      const all: Waiting[] = [];
      for (let index = 0; index < 3; index += 1) all.push(await defer(opened, aNotification(notification.user_id)));
      const [first] = all;
      if (first === undefined) throw new Error('no notification waits');
      const [at, later] = ['2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'];
      await queues.park(first, at, 1);
      const parked = { ...first, due_at: at, attempts: 1, parked: true } as const;
      expect(await queues.head(notification.user_id, 20)).toEqual([...all.slice(1), parked]);
      await queues.park(parked, later, 2);
      expect((await queues.head(notification.user_id, 20)).at(-1)).toEqual({ ...parked, due_at: later, attempts: 2 });
      await queues.remove(parked);
      expect(await queues.head(notification.user_id, 20)).toEqual(all.slice(1));
    });

    it('is due at its time, and not when it is empty', async () => {
      const { queues } = opened;
      const { due_at } = await defer(opened, notification);
      const later = '2026-11-22T09:00:00.000Z';
      expect(await queues.due(due_at, 100)).not.toContain(notification.user_id);
      expect(await queues.due(later, 100)).toContain(notification.user_id);
      const before = await queues.allowance(notification.user_id);
      expect(await queues.save(notification.user_id, { before, after: withoutQueue(before) })).toBe(true);
      expect(await queues.due(later, 100)).not.toContain(notification.user_id);
    });
  });

  it('accepts one of many concurrent changes of an allowance', async () => {
    const { queues } = opened;
    const change = async () => {
      const before = await queues.allowance(notification.user_id);
      return { before, after: take(before, limits, now, 1).allowance };
    };
    for (let round = 0; round < 2; round += 1) {
      const same = await change();
      const held = await Promise.all(Array.from({ length: 8 }, () => queues.save(notification.user_id, same)));
      expect(held.filter(Boolean)).toHaveLength(1);
      expect(await queues.allowance(notification.user_id)).toEqual(same.after);
    }
  });
});
