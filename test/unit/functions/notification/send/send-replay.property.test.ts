import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type NotifiedEvent,
  type NotifiedEventType,
  notificationsOf,
} from '../../../../../functions/notification/model/rules-domain.ts';
import { noDeadline } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import { ScriptedProvider } from '../../../../support/fakes/scripted-provider.ts';
import { notifiedEvent } from '../../../../support/notification-events.ts';
import { notificationWorld } from '../../../../support/notification-world.ts';
import { type NewConsumer, outcomeOfReplays, replayCommands } from '../../../../support/replayed-letters.ts';

const notificationSend =
  ({ burst, once }: { readonly burst: number; readonly once: boolean }): NewConsumer<NotifiedEvent> =>
  ({ clock, faulty }) => {
    const provider = new ScriptedProvider({ once });
    const world = notificationWorld({
      limits: { burst, refillMs: 1_000 },
      provider,
      clock,
      between: (port) => ('faultOf' in port ? port : faulty(port)),
    });
    return {
      idiom: world.idiom,
      state: () => ({ taken: provider.taken.toSorted(), waiting: [...world.store.queues.values()].flat().length }),
      runSchedule: async (events) => {
        await world.runDeferred();
        await events.emit(world.emitted(), noDeadline);
      },
    };
  };

const types: readonly NotifiedEventType[] = ['ORDER_CREATED', 'ORDER_PAID', 'ORDER_SHIPPED', 'PAYMENT_FAILED'];
const histories = fc
  .array(fc.record({ type: fc.constantFrom(...types), order: fc.constantFrom('a', 'b') }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((facts) => facts.map(({ type, order }) => notifiedEvent(type, order)));

describe('a replayed dead letter of notification/send', () => {
  it('sends each of its messages once, at any time and number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ burst: fc.integer({ min: 1, max: 20 }), once: fc.boolean() }),
        histories,
        replayCommands(),
        async (options, history, commands) => {
          const { state, emitted } = await outcomeOfReplays(notificationSend(options), history, commands);
          const all = history.flatMap((event) => notificationsOf(event, {}).map((one) => one.notification_id));
          const expected = [...new Set(all)].sort();
          // The send time depends on the user's earlier messages: deferrals are not compared.
          const { taken, waiting } = state as { readonly taken: readonly string[]; readonly waiting: number };
          expect(waiting).toBe(0);
          expect([...new Set(taken)]).toEqual(expected);
          // A provider that is not idempotent sends it again if its answer was lost (ADR 0017).
          const faults = commands.reduce(
            (sum, one) => sum + (one.type === 'deliver' && one.fault ? 1 + one.retries : 0),
            0,
          );
          expect(taken.length).toBeLessThanOrEqual(expected.length + (options.once ? 0 : faults));
          const sent = emitted.filter((name) => name.startsWith('NOTIFICATION_SENT '));
          expect(sent).toHaveLength(expected.length);
        },
      ),
      { numRuns: 200 },
    );
  }, 30_000);
});
