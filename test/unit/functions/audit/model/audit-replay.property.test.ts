// Also tests functions/audit/model
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Fact } from '../../../../../functions/audit/model/domain.ts';
import { chainFaults } from '../../../../../functions/audit/model/verification-domain.ts';
import { publish } from '../../../../../functions/audit/publish/publish.ts';
import { record } from '../../../../../functions/audit/record/record.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { batchOutcome, processTogether } from '../../../../../functions/shared/runtime/idioms/batch-outcome.ts';
import type { Idiom } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import { transition } from '../../../../../functions/shared/runtime/idioms/transition.ts';
import type { AuditRecorded } from '../../../../../schemas/generated/types.ts';
import { recorded } from '../../../../support/audit-facts.ts';
import { InMemoryAudit } from '../../../../support/fakes/in-memory-audit.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';
import { expectEffectOnce, type NewConsumer, replayCommands } from '../../../../support/replayed-letters.ts';

const orders = [orderOf(['A', 'B']), orderOf(['A', 'B'], 'a1b2c3d4-0000-5000-8000-000000000002')];
const facts: readonly Fact[] = orders.flatMap((order) => [
  createdEvent(order),
  reservedEvent(order.order_id, 'A'),
  reservedEvent(order.order_id, 'B'),
  paidEvent(order),
]);
const histories = fc.array(fc.constantFrom(...facts), { minLength: 1, maxLength: 8 });

/** Every fact by its id, whether the pages verify, and no fact twice. */
const stateOf = (store: InMemoryAudit) => () =>
  Promise.all(
    orders.map(async ({ order_id }) => {
      const pages = await store.pagesOf(order_id);
      return {
        facts: pages.flatMap(({ records }) => records.map(({ event_id }) => event_id)).sort(),
        faults: chainFaults(sha256, order_id, pages),
      };
    }),
  );

const auditRecord: NewConsumer<AuditRecorded> = ({ faulty }) => {
  const store = new InMemoryAudit();
  return { idiom: transition(record({ store: faulty(store), digest: sha256 })), state: stateOf(store) };
};

/** What is published in batches is recorded at once: batches differ from delivery to delivery, and so do the events. */
const auditPublish: NewConsumer<Fact> = ({ faulty }) => {
  const store = new InMemoryAudit();
  const { apply } = record({ store: faulty(store), digest: sha256 });
  const idiom: Idiom<Fact> = (received) =>
    processTogether(received, async (some) => {
      const { emit } = await publish(sha256)(some);
      for (const event of emit as readonly AuditRecorded[]) await apply(event.order_id, [event]);
      return batchOutcome();
    });
  return { idiom, state: stateOf(store) };
};

describe('a replayed dead letter of the audit trail', () => {
  it('adds its fact once, at any time and number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(histories, replayCommands(), (history, commands) =>
        expectEffectOnce(auditRecord, history.map(recorded), commands),
      ),
      { numRuns: 200 },
    );
  }, 30_000);

  it('is published to a trail that has it once, in any batches, at any time and number of replays', async () => {
    await fc.assert(
      fc.asyncProperty(histories, replayCommands(), (history, commands) =>
        expectEffectOnce(auditPublish, history, commands),
      ),
      { numRuns: 100 },
    );
  }, 30_000);
});
