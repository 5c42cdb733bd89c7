import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../functions/audit/model/domain.ts';
import { chainFaults } from '../../../../../functions/audit/model/verification-domain.ts';
import { record } from '../../../../../functions/audit/record/record.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import type { AuditRecorded } from '../../../../../schemas/generated/types.ts';
import { recorded, recordedTogether } from '../../../../support/audit-facts.ts';
import { InMemoryAudit } from '../../../../support/fakes/in-memory-audit.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';

const skus = Array.from({ length: 12 }, (_, index) => `SKU-${index}`);
const order = orderOf(skus);
const id = order.order_id;
const facts: readonly Fact[] = [createdEvent(order), ...skus.map((sku) => reservedEvent(id, sku)), paidEvent(order)];

describe('the audit trail of an order', () => {
  let store: InMemoryAudit;
  beforeEach(() => {
    store = new InMemoryAudit();
  });
  const deliver = (events: readonly AuditRecorded[]) => record({ store, digest: sha256 }).apply(id, events);
  const written = async () => (await store.pagesOf(id)).flatMap(({ records }) => records);
  const faults = async () => chainFaults(sha256, id, await store.pagesOf(id));

  it('has one page per batch, hashed with the previous one', async () => {
    await deliver(facts.slice(0, 5).map(recorded));
    await deliver(facts.slice(5).map((fact, index) => recorded(fact, index)));
    const pages = await store.pagesOf(id);
    expect(pages.map(({ seq }) => seq)).toEqual(['00000001', '00000002']);
    expect(pages[1]?.prev_hash).toBe(pages[0]?.hash);
    expect(await written()).toHaveLength(facts.length);
    expect(await faults()).toEqual([]);
  });

  it('has each fact of a batch once, also where batches overlap', async () => {
    await deliver(recordedTogether(facts.slice(0, 9)));
    await deliver(recordedTogether(facts.slice(4), 4));
    const pages = await store.pagesOf(id);
    expect(pages).toHaveLength(2);
    expect((await written()).map(({ event_id }) => event_id).sort()).toEqual(
      facts.map(({ event_id }) => event_id).sort(),
    );
    expect(await faults()).toEqual([]);
  });

  it('keeps the first place of a fact, within a batch and across batches', async () => {
    const [fact] = facts as readonly [Fact];
    await deliver([recorded(fact, 4), recorded(fact, 9)]);
    await deliver([recorded(fact, 11)]);
    expect(await written()).toMatchObject([{ event_id: fact.event_id, offset: 4 }]);
    expect(await store.pagesOf(id)).toHaveLength(1);
  });

  it('has pages of at most 100 KB', async () => {
    const many = Array.from({ length: 600 }, (_, index) => reservedEvent(id, `SKU-${index}`));
    await deliver(many.map(recorded));
    const pages = await store.pagesOf(id);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(100_000);
    expect(await written()).toHaveLength(600);
    expect(await faults()).toEqual([]);
  });

  it('fails for redelivery after too many lost races', async () => {
    store.append = async () => 'conflict';
    await expect(deliver(facts.map(recorded))).rejects.toBeInstanceOf(TransientError);
  });

  /** Facts from the list, some repeated at other offsets. */
  const sightings = fc.array(fc.nat({ max: facts.length - 1 }), { minLength: 1, maxLength: 30 });
  /** The deliveries: batches, redelivered batches, and a zombie's batches between the reads and writes of another. */
  const runs = fc.array(
    fc.record({ from: fc.nat({ max: 29 }), size: fc.integer({ min: 1, max: 9 }), zombie: fc.boolean() }),
    { maxLength: 12 },
  );

  it('verifies after any redelivery, any batching, and concurrent writes of a zombie', async () => {
    await fc.assert(
      fc.asyncProperty(sightings, runs, async (seen, deliveries) => {
        store = new InMemoryAudit();
        const events = seen.map((index, offset) => recorded(facts[index] ?? createdEvent(order), offset));
        for (const { from, size, zombie } of deliveries) {
          const batch = events.slice(from, from + size);
          // The zombie comes between the other's read and its write, once.
          if (zombie) {
            store.before = async () => {
              store.before = async () => undefined;
              await deliver(events.slice(0, size));
            };
          }
          await deliver(batch);
          store.before = async () => undefined;
        }
        await deliver(events);
        expect(await faults()).toEqual([]);
        const ids = (await written()).map(({ event_id }) => event_id);
        expect(ids.toSorted()).toEqual([...new Set(events.map(({ payload_ref }) => payload_ref.event_id))].toSorted());
      }),
    );
  });
});
