// Also tests functions/notification/model
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NotifiedEventType, notificationsOf } from '../../../../../functions/notification/model/rules-domain.ts';
import { Crash, claimMs } from '../../../../support/fakes/in-memory-notifications.ts';
import { ScriptedProvider } from '../../../../support/fakes/scripted-provider.ts';
import { notifiedEvent } from '../../../../support/notification-events.ts';
import { notificationWorld } from '../../../../support/notification-world.ts';

/** Crashes the process at chosen calls of the ports, before or after their effect: calls fail until it restarts. */
const crashing = (plan: readonly number[]) => {
  let calls = 0;
  let dead = false;
  const left = new Set(plan);
  const crash = (): never => {
    dead = true;
    throw new Crash();
  };
  const call = async (work: () => Promise<unknown>): Promise<unknown> => {
    if (dead) throw new Crash();
    calls += 1;
    const before = calls * 2;
    if (left.delete(before)) crash();
    const result = await work();
    if (left.delete(before + 1)) crash();
    return result;
  };
  const start = (): void => {
    dead = false;
  };
  const between = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        // A pure check of a value: the process cannot crash in it.
        if (typeof method !== 'function' || name === 'faultOf') return method;
        return (...args: readonly unknown[]) => call(() => method.apply(target, args));
      },
    });
  const stop = (): void => {
    left.clear();
    start();
  };
  return { between, start, stop, happened: () => plan.length - left.size };
};

const types: readonly NotifiedEventType[] = ['ORDER_CREATED', 'ORDER_PAID', 'ORDER_SHIPPED', 'PAYMENT_FAILED'];
const facts = fc.array(
  fc.record({
    type: fc.constantFrom(...types),
    order: fc.constantFrom('a', 'b', 'c', 'd'),
    user: fc.constantFrom('ada', 'bob'),
  }),
  { minLength: 1, maxLength: 12 },
);
const plan = fc.array(fc.integer({ min: 2, max: 160 }), { maxLength: 6 });

describe('each event on each channel, after any crash', () => {
  it('is sent in the order of its user’s queue, and has one outcome that is always emitted alike', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          drawn: facts,
          crashes: plan,
          burst: fc.integer({ min: 1, max: 4 }),
          silent: fc.nat(3),
          once: fc.boolean(),
        }),
        async ({ drawn, crashes, burst, silent, once }) => {
          const { between, start, stop, happened } = crashing(crashes);
          const provider = new ScriptedProvider({ once });
          provider.silent = silent;
          const world = notificationWorld({ limits: { burst, refillMs: 1_000 }, provider, between });
          // An event has one user: that of its order.
          const users = new Map(drawn.map(({ order, user }) => [order, user]));
          const facts = drawn.map(({ type, order }) => notifiedEvent(type, order, { user_id: users.get(order) }));
          const emitted = new Map<string, Set<string>>();
          const collect = (events: readonly { readonly event_id: string }[]): void => {
            for (const event of events) {
              const forms = emitted.get(event.event_id) ?? new Set();
              emitted.set(event.event_id, forms.add(JSON.stringify(event)));
            }
          };

          // Redelivered until acknowledged; a crashed process restarts after its claim has expired.
          for (let open = facts, tries = 0; open.length > 0; tries += 1) {
            if (tries > 50) throw new Error('The events are never acknowledged');
            start();
            const { emit, failed, rejected } = await world.deliver(open);
            collect(emit);
            const again = new Set([...failed, ...rejected].map(({ received }) => received.event));
            open = open.filter((event) => again.has(event));
            world.clock.advance(claimMs + 1);
            start();
            await world.runDeferred().catch(() => undefined);
          }
          for (let run = 0; run < 40; run += 1) {
            start();
            await world.runDeferred().catch(() => undefined);
            world.clock.advance(60_000);
          }
          const died = happened();
          stop();
          collect(world.emitted());
          const ends = [...emitted.values()].flatMap((forms) => [...forms].map((form) => JSON.parse(form)));
          collect((await world.deliver(facts)).emit);

          const notifications = facts.flatMap((event) => notificationsOf(event, {}));
          const expected = [...new Set(notifications.map(({ notification_id }) => notification_id))].sort();
          const taken = Map.groupBy(provider.taken, (id) => id);
          expect([...taken.keys()].sort()).toEqual(expected);
          for (const times of taken.values()) expect(times.length).toBeLessThanOrEqual(once ? 1 : 1 + died);
          expect([...world.store.queues.values()].flat()).toEqual([]);
          for (const user of new Set(users.values())) {
            const own = new Set(notifications.flatMap((one) => (one.user_id === user ? [one.notification_id] : [])));
            expect(world.store.concluded.filter((id) => own.has(id))).toEqual(
              world.store.queued.filter((id) => own.has(id)),
            );
          }
          for (const forms of emitted.values()) expect(forms.size).toBe(1);
          const sent = ends.filter(({ type }) => type === 'NOTIFICATION_SENT');
          expect(sent.map(({ notification_id }) => notification_id).sort()).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });
});
