import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accepts as analyticsAccepts } from '../../../functions/analytics/model/accepted-events.ts';
import type { CountedEvent } from '../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../functions/analytics/project/project.ts';
import type { Fact } from '../../../functions/audit/model/domain.ts';
import { publish } from '../../../functions/audit/publish/publish.ts';
import { record } from '../../../functions/audit/record/record.ts';
import { sha256 } from '../../../functions/audit/store/digest.node.ts';
import { ledger } from '../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../functions/inventory/model/domain.ts';
import { type RoutedEvent, router } from '../../../functions/inventory/router/router.ts';
import type { NotifiedEvent } from '../../../functions/notification/model/rules-domain.ts';
import type { SagaEvent } from '../../../functions/order/model/saga-moves-domain.ts';
import { sagaAccepts } from '../../../functions/order/saga/saga.events.ts';
import { orderSaga } from '../../../functions/order/saga/saga.ts';
import { type ChargeEvent, charge } from '../../../functions/payment/charge/charge.ts';
import { acceptedEvents } from '../../../functions/shared/runtime/idioms/accepted-events.ts';
import { type DomainEvent, topicOf } from '../../../functions/shared/runtime/idioms/domain-event.ts';
import { effect } from '../../../functions/shared/runtime/idioms/effect.ts';
import { fold } from '../../../functions/shared/runtime/idioms/fold.ts';
import type { Accept, Idiom } from '../../../functions/shared/runtime/idioms/idiom.ts';
import { transition } from '../../../functions/shared/runtime/idioms/transition.ts';
import { type Topic, topicNames, topics, typesFor } from '../../../schemas/catalogue.ts';
import { versionedEvents } from '../../../schemas/evolution/versions.ts';
import type { AuditRecorded } from '../../../schemas/generated/types.ts';
import { validateEvent } from '../../../schemas/generated/validators.js';
import { FixedClock } from '../../support/fakes/fixed-clock.ts';
import { InMemoryAudit } from '../../support/fakes/in-memory-audit.ts';
import { InMemoryHolds } from '../../support/fakes/in-memory-holds.ts';
import { InMemoryLedgerTables } from '../../support/fakes/in-memory-ledger-tables.ts';
import { InMemoryOrders } from '../../support/fakes/in-memory-orders.ts';
import { InMemorySagas } from '../../support/fakes/in-memory-sagas.ts';
import { InMemoryViews } from '../../support/fakes/in-memory-views.ts';
import { notificationWorld } from '../../support/notification-world.ts';
import { PaymentWorld } from '../../support/payment-world.ts';

const clock = () => new FixedClock('2026-11-22T06:30:00.000Z');

/** Every consumer of the catalogue, with nothing remembered. What it consumes is made sure of by `accepting`. */
const consumers: Readonly<Record<string, () => unknown>> = {
  'order/saga': (): Idiom<SagaEvent> =>
    transition(
      orderSaga({ orders: new InMemoryOrders(), sagas: new InMemorySagas(), clock: clock(), stepSeconds: 120 }),
    ),
  'inventory/router': (): Idiom<RoutedEvent> => transition(router({ holds: new InMemoryHolds(), clock: clock() })),
  'inventory/ledger': (): Idiom<StockCommand> =>
    fold(ledger({ tables: new InMemoryLedgerTables(), clock: clock(), pause: async () => undefined })),
  'payment/charge': (): Idiom<ChargeEvent> => effect(charge(new PaymentWorld())),
  'notification/send': (): Idiom<NotifiedEvent> => notificationWorld().idiom,
  'analytics/project': (): Idiom<CountedEvent> => project({ store: new InMemoryViews() }),
  'audit/publish': (): Idiom<Fact> => publish(sha256),
  'audit/record': (): Idiom<AuditRecorded> => transition(record({ store: new InMemoryAudit(), digest: sha256 })),
};

const functionsOf = topicNames.flatMap((name) => {
  const topic: Topic = topics[name];
  return topic.consumers.map((consumer) => ({ name: consumer.function, types: typesFor(topic, consumer) }));
});

const recordOf = (file: string): Buffer => readFileSync(new URL(`../../../schemas/examples/${file}`, import.meta.url));

/** The records of one order's life, each of the version given, or of the newest where there is none such. */
const life = (types: readonly string[], version: number): readonly Buffer[] =>
  versionedEvents()
    .filter(({ type }) => types.includes(type))
    .map(({ frozen }) => recordOf(frozen[Math.min(version, frozen.length) - 1]?.path ?? ''))
    .toSorted((a, b) => String(JSON.parse(String(a)).timestamp).localeCompare(JSON.parse(String(b)).timestamp));

/** What the functions take; those that take all that the catalogue gives them need no word of their own. */
const accepts: Readonly<Record<string, Accept<DomainEvent>>> = {
  'order/saga': sagaAccepts,
  'analytics/project': analyticsAccepts,
};

const outcome = async (name: string, types: readonly string[], version: number) => {
  const accept = accepts[name] ?? acceptedEvents(validateEvent);
  const idiom = consumers[name]?.() as Idiom<DomainEvent>;
  const received = life(types, version).flatMap((value, offset) => {
    const read = accept(JSON.parse(String(value)));
    if (!read.ok) throw new Error(read.error);
    if (read.value === undefined) return [];
    const topic = topicOf(read.value.type);
    return [
      { event: read.value, record: { topic, partition: 0, offset, timestamp: 0, key: null, value, headers: [] } },
    ];
  });
  const { emit, rejected, failed } = await idiom(received, { remainingMs: () => 60_000 });
  return {
    received: received.length,
    emit: emit.map(({ type, event_id }) => `${type} ${event_id}`),
    rejected: rejected.map(({ received: { event }, cause }) => `${event.type}: ${cause}`),
    failed: failed.map(({ error }) => error.message),
  };
};

describe('recorded events', () => {
  const names = [...new Set(functionsOf.map(({ name }) => name))];
  const newest = Math.max(...versionedEvents().map(({ frozen }) => frozen.length));

  it('come to every consumer of the catalogue', () => {
    expect(Object.keys(consumers).sort()).toEqual(names.toSorted());
  });

  describe.each(names)('of every version, given to %s', (name) => {
    const types = functionsOf.filter((one) => one.name === name).flatMap((one) => one.types);

    it('are processed today, and cause what those of the newest version cause', async () => {
      const { emit, ...today } = await outcome(name, types, newest);
      expect(today).toMatchObject({ received: expect.any(Number), rejected: [], failed: [] });
      expect(today.received).toBeGreaterThan(0);
      for (let version = 1; version < newest; version += 1) {
        const { emit: emittedThen, ...then } = await outcome(name, types, version);
        expect(then).toEqual(today);
        expect(emittedThen).toEqual(emit.filter((said) => emittedThen.includes(said)));
        // Payments did not always tell whom to write to.
        if (name !== 'notification/send') expect(emittedThen).toEqual(emit);
      }
    });
  });
});
