import fc from 'fast-check';
import { expect } from 'vitest';
import { ok } from '../../functions/shared/kernel/result.ts';
import { batch } from '../../functions/shared/runtime/idioms/batch.ts';
import type { DomainEvent } from '../../functions/shared/runtime/idioms/domain-event.ts';
import { type EventSink, type Idiom, noDeadline } from '../../functions/shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../functions/shared/runtime/idioms/transient-error.ts';
import { FixedClock } from './fakes/fixed-clock.ts';
import { RecordingDeadLetters, RecordingLastErrors, silentObserver } from './fakes/recording-sinks.ts';
import { kafkaEvent } from './kafka-event.ts';

/** A consumer with everything around it in memory. */
interface ReplayedConsumer<E> {
  readonly idiom: Idiom<E>;
  /** Its state and its external effects, without their times. */
  readonly state: () => unknown;
  /** Its scheduled task, if any. */
  readonly runSchedule?: (events: EventSink) => Promise<void>;
}

interface ConsumerWorld {
  readonly clock: FixedClock;
  /** Lets calls of a port fail as the test scripts. */
  readonly faulty: <T extends object>(port: T) => T;
}

export type NewConsumer<E> = (world: ConsumerWorld) => ReplayedConsumer<E>;

/** A fault of a delivery and each of its retries: in one call of a port, or in the send of the emitted events. */
type DeliveryFault =
  | { readonly at: 'emit' }
  | {
      readonly at: 'port';
      readonly call: number;
      /** `after`: the call is applied, and its response is lost. */
      readonly when: 'before' | 'after';
      /** A defect is fixed before the letter is replayed. */
      readonly kind: 'transient' | 'defect';
    };

export type ReplayCommand =
  | { readonly type: 'deliver'; readonly size: number; readonly fault?: DeliveryFault; readonly retries: number }
  | { readonly type: 'replay'; readonly order: 'oldest first' | 'newest first'; readonly keep: boolean }
  | { readonly type: 'wait'; readonly ms: number };

const fault: fc.Arbitrary<DeliveryFault> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<DeliveryFault>({ at: 'emit' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      at: fc.constant('port' as const),
      call: fc.nat(8),
      when: fc.constantFrom('before' as const, 'after' as const),
      kind: fc.constantFrom('transient' as const, 'defect' as const),
    }),
  },
);

/** Deliveries, at most two of which fail, with replays of the dead letters so far, and time between them. */
export const replayCommands = ({ waits = [1_000, 90_000_000] } = {}): fc.Arbitrary<readonly ReplayCommand[]> => {
  const sound = fc.record({
    type: fc.constant('deliver' as const),
    size: fc.integer({ min: 1, max: 4 }),
    retries: fc.constant(0),
  });
  const faulty = fc.record({
    type: fc.constant('deliver' as const),
    size: fc.integer({ min: 1, max: 2 }),
    fault,
    retries: fc.nat(2),
  });
  const other = fc.oneof(
    { weight: 4, arbitrary: sound },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('replay' as const),
        order: fc.constantFrom('oldest first' as const, 'newest first' as const),
        keep: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.constantFrom(...waits) }) },
  );
  const some = fc.array(other, { maxLength: 5 });
  return fc
    .tuple(some, faulty, some, fc.option(faulty), some)
    .map(([a, first, b, second, c]) => [...a, first, ...b, ...(second === null ? [] : [second]), ...c]);
};

/** An event of the log, by its place in the history that the log began with: its letters keep it. */
interface Entry<E> {
  readonly nth: number;
  readonly event: E;
}

/** An event in one of the deliveries that it was part of. */
interface Given<E> extends Entry<E> {
  readonly delivery: number;
  readonly isFaulty: boolean;
}

export interface Outcome {
  readonly state: unknown;
  /** Type and id of all emitted events. */
  readonly emitted: readonly string[];
}

/** One consumer, its partition, and its dead-letter queue. */
class Run<E> {
  readonly clock = new FixedClock();
  readonly letters: Entry<E>[] = [];
  readonly given: Given<E>[] = [];
  readonly #emitted = new Map<string, string>();
  readonly #log: Entry<E>[];
  readonly #consumer: ReplayedConsumer<E>;
  #head = 0;
  #fault: DeliveryFault | undefined;
  #calls = 0;
  #deliveries = 0;

  constructor(newConsumer: NewConsumer<E>, history: readonly E[]) {
    this.#log = history.map((event, nth) => ({ nth, event }));
    this.#consumer = newConsumer({ clock: this.clock, faulty: (port) => this.#faulty(port) });
  }

  get hasMore(): boolean {
    return this.#head < this.#log.length;
  }

  async deliver(size: number, fault?: DeliveryFault, retries = 0): Promise<void> {
    const records = this.#log.slice(this.#head, this.#head + size);
    let left = records;
    for (let attempt = 0; attempt <= retries && left.length > 0; attempt += 1) {
      left = await this.#invoke(left, fault);
      this.clock.advance(1_000);
    }
    // The event source has no attempts left: it dead-letters records that still fail.
    this.letters.push(...left);
    const place = { delivery: this.#deliveries, isFaulty: fault !== undefined };
    this.given.push(...records.map((entry) => ({ ...entry, ...place })));
    this.#deliveries += 1;
    this.#head += records.length;
  }

  /** @returns the number of replayed events. */
  replay(order: 'oldest first' | 'newest first', keep: boolean): number {
    const letters = [...new Map(this.letters.map((letter) => [letter.nth, letter])).values()];
    this.#log.push(...(order === 'newest first' ? letters.toReversed() : letters));
    if (!keep) this.letters.length = 0;
    return letters.length;
  }

  async runSchedule(): Promise<void> {
    await this.#consumer.runSchedule?.(this.#events);
  }

  async outcome(): Promise<Outcome> {
    return { state: await this.#consumer.state(), emitted: [...this.#emitted.keys()].sort() };
  }

  /** Returns the failed records of a delivery. */
  async #invoke(records: readonly Entry<E>[], fault: DeliveryFault | undefined): Promise<Entry<E>[]> {
    this.#fault = fault;
    this.#calls = 0;
    const deadLetters = new RecordingDeadLetters();
    const handler = batch<E>({
      accept: (value) => ok(value as E),
      idiom: this.#consumer.idiom,
      events: this.#events,
      deadLetters,
      observer: silentObserver,
      lastErrors: new RecordingLastErrors(),
    });
    const values = records.map(({ event }, offset) => ({ partition: 0, offset, value: event }));
    const { batchItemFailures } = await handler(kafkaEvent('test', values), noDeadline);
    this.#fault = undefined;
    this.letters.push(...deadLetters.letters.flatMap(({ record }) => records[record.offset] ?? []));
    return batchItemFailures.flatMap(({ itemIdentifier }) => records[itemIdentifier.offset] ?? []);
  }

  readonly #events: EventSink = {
    faultOf: () => undefined,
    emit: async (events) => {
      if (this.#fault?.at === 'emit') throw new TransientError('Kafka is out of reach');
      for (const event of events) this.#emit(event);
    },
  };

  #emit(event: DomainEvent): void {
    const [name, text] = [`${event.type} ${event.event_id}`, JSON.stringify(event)];
    // A re-emitted event has the same bytes.
    expect(text).toBe(this.#emitted.get(name) ?? text);
    this.#emitted.set(name, text);
  }

  #faulty<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: readonly unknown[]) => {
          const fails = this.#fault?.at === 'port' && this.#fault.call === this.#calls ? this.#fault : undefined;
          this.#calls += 1;
          const error = fails?.kind === 'defect' ? new RangeError('A defect') : new TransientError('Out of reach');
          if (fails?.when === 'before') throw error;
          const answer: unknown = await method.apply(target, args);
          if (fails !== undefined) throw error;
          return answer;
        };
      },
    });
  }
}

const drain = async <E>(run: Run<E>): Promise<void> => {
  while (run.hasMore) await run.deliver(3);
};

/** Runs the scheduled task until nothing is due. */
const scheduleRuns = 20;
const settle = async <E>(run: Run<E>): Promise<void> => {
  for (let nth = 0; nth < scheduleRuns; nth += 1) {
    await run.runSchedule();
    run.clock.advance(300_000);
  }
};

/** Runs the commands, then, without faults, all that is left; replays all letters until none waits for another, and all of them once more. */
const disturb = async <E>(newConsumer: NewConsumer<E>, history: readonly E[], commands: readonly ReplayCommand[]) => {
  const run = new Run(newConsumer, history);
  for (const command of commands) {
    if (command.type === 'deliver') await run.deliver(command.size, command.fault, command.retries);
    if (command.type === 'replay') run.replay(command.order, command.keep);
    if (command.type === 'wait') {
      run.clock.advance(command.ms);
      await run.runSchedule();
    }
  }
  await drain(run);
  const replayAll = async (): Promise<number> => {
    const replayed = run.replay('oldest first', true);
    await drain(run);
    await settle(run);
    return replayed;
  };
  // A letter may be refused until another one has been replayed.
  let [rounds, letters] = [0, await replayAll()];
  while (rounds < letters) [rounds, letters] = [rounds + 1, await replayAll()];
  const [once, given] = [await run.outcome(), [...run.given]];
  await replayAll();
  // All letters replayed once more change nothing and emit nothing new.
  expect(await run.outcome()).toEqual(once);
  return { outcome: once, given };
};

/** Every choice of one of the deliveries that each event was part of, as the batches that are left of those deliveries. */
function* choicesOf<E>(given: readonly Given<E>[]): Generator<readonly (readonly E[])[]> {
  const places = [...Map.groupBy(given.entries(), ([, { nth }]) => nth).values()].map((entries) =>
    [...entries].map(([place]) => place),
  );
  const choose = function* (nth: number, chosen: readonly number[]): Generator<readonly number[]> {
    const own = places[nth];
    if (own === undefined) yield chosen;
    else for (const place of own) yield* choose(nth + 1, [...chosen, place]);
  };
  for (const chosen of choose(0, [])) {
    const kept = chosen.toSorted((a, b) => a - b).flatMap((place) => given[place] ?? []);
    const batchesBy = (key: (one: Given<E>, place: number) => number | string) =>
      [...Map.groupBy(kept.entries(), ([place, one]) => key(one, place)).values()].map((batch) =>
        batch.map(([, { event }]) => event),
      );
    yield batchesBy(({ delivery }) => delivery);
    // After a defect the records of a batch are processed one by one.
    yield batchesBy(({ delivery, isFaulty }, place) => (isFaulty ? `alone ${place}` : delivery));
  }
}

const undisturbed = async <E>(newConsumer: NewConsumer<E>, batches: readonly (readonly E[])[]): Promise<Outcome> => {
  const run = new Run(newConsumer, batches.flat());
  for (const { length } of batches) await run.deliver(length);
  await drain(run);
  await settle(run);
  return run.outcome();
};

const choiceLimit = 200;

/** The state after all letters are replayed; replaying them once more changes nothing and emits nothing new. */
export const outcomeOfReplays = async <E>(
  newConsumer: NewConsumer<E>,
  history: readonly E[],
  commands: readonly ReplayCommand[],
): Promise<Outcome> => (await disturb(newConsumer, history, commands)).outcome;

/**
 * A replayed dead letter has its effect exactly once: the final state equals the state after each event has been
 * delivered once, without a fault, at one of the times of its deliveries.
 */
export const expectEffectOnce = async <E>(
  newConsumer: NewConsumer<E>,
  history: readonly E[],
  commands: readonly ReplayCommand[],
): Promise<void> => {
  const { outcome, given } = await disturb(newConsumer, history, commands);
  const wanted = JSON.stringify(outcome);
  let nearest: Outcome | undefined;
  let tried = 0;
  for (const choice of choicesOf(given)) {
    const other = await undisturbed(newConsumer, choice);
    if (JSON.stringify(other) === wanted) return;
    nearest ??= other;
    tried += 1;
    fc.pre(tried < choiceLimit);
  }
  expect(outcome).toEqual(nearest);
};
