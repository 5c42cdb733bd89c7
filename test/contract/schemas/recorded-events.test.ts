import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Topic, topicNames, topics, typesFor } from '../../../schemas/catalogue.ts';
import { versionedEvents } from '../../../schemas/evolution/versions.ts';
import type { ConsumerFunction } from '../../../schemas/functions/functions.ts';
import { FixedClock } from '../../support/fakes/fixed-clock.ts';
import { loneConsumer } from '../../support/lone-consumer.ts';

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

const outcome = async (name: ConsumerFunction, types: readonly string[], version: number) => {
  const consumer = loneConsumer(name, new FixedClock('2026-11-22T06:30:00.000Z'));
  for (const value of life(types, version)) await consumer.deliver(String(value));
  const { emitted, ...rest } = consumer.outcome();
  return { ...rest, emit: emitted.map(({ type, event_id }) => `${type} ${event_id}`) };
};

describe('recorded events', () => {
  const names = [...new Set(functionsOf.map(({ name }) => name))];
  const newest = Math.max(...versionedEvents().map(({ frozen }) => frozen.length));

  describe.each(names)('of every version, given to %s', (name) => {
    const types = functionsOf.filter((one) => one.name === name).flatMap((one) => one.types);

    it('are processed today, and cause what those of the newest version cause', async () => {
      const { emit, ...today } = await outcome(name, types, newest);
      expect(today).toMatchObject({ deadLettered: [], failures: [] });
      expect(today.received).toBeGreaterThan(0);
      for (let version = 1; version < newest; version += 1) {
        const { emit: emittedThen, ...then } = await outcome(name, types, version);
        expect(then).toEqual(today);
        expect(emittedThen).toEqual(emit.filter((event) => emittedThen.includes(event)));
        // Events of payments did not always carry the contact.
        if (name !== 'notification/send') expect(emittedThen).toEqual(emit);
      }
    });
  });
});
