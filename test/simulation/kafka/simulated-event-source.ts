import type { PartialBatchResponse } from '../../../functions/shared/runtime/idioms/batch.ts';
import { type KafkaEvent, partitionName } from '../../../functions/shared/runtime/idioms/kafka-record.ts';
import { type Consumer, deadLetterTopic, filtersFor, type TopicName } from '../../../schemas/catalogue.ts';
import type { Random } from '../kernel/random.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { SimulatedKafka, StoredRecord } from './simulated-kafka.ts';

/** What came of an invocation: the function's answer, or that there is none. */
export type Answer = PartialBatchResponse | 'failed';

/** How records come to the function: told once what came of them, and meanwhile that it is in trouble. */
export type Invoke = (
  functionName: string,
  event: KafkaEvent,
  hear: { readonly answered: (answer: Answer) => void; readonly troubled: () => void },
) => void;

export interface EventSourceOptions {
  readonly topic: TopicName;
  readonly consumer: Consumer;
  readonly kafka: SimulatedKafka;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly invoke: Invoke;
  /** Records of one batch at most. */
  readonly batch: number;
  /** Acknowledged batches that are delivered again. */
  readonly redelivered: number;
  /** After so many attempts a record is given up. */
  readonly attempts: number;
}

/** A partition, and how far the group has come in it. */
interface Lane {
  readonly partition: number;
  position: number;
  busy: Delivery | undefined;
  attempts: number;
  notBefore: number;
  /** What lies before this has been delivered again already. */
  repeatedTo: number;
}

interface Part {
  readonly lane: Lane;
  readonly from: number;
  readonly until: number;
}

interface Delivery {
  readonly parts: readonly Part[];
  /** Its partitions were given to another poller: nobody listens to its answer. */
  stale: boolean;
}

const pollMs = 50;
const retryMs = { first: 50, longest: 20_000 } as const;

/**
 * A consumer group with its pollers, as Lambda's event source mappings have them: at least once, in order within a partition,
 * several partitions in a batch, from the first that failed again, given up after so many attempts.
 */
export class SimulatedEventSource {
  readonly #options: EventSourceOptions;
  readonly #lanes: readonly Lane[];
  readonly #wanted: (record: StoredRecord) => boolean;
  #polling = false;
  #heldUntil = 0;
  /** Records that were given up. */
  readonly givenUp: StoredRecord[] = [];
  readonly counts = { deliveries: 0, redelivered: 0, rebalances: 0, retries: 0 };

  constructor(options: EventSourceOptions) {
    this.#options = options;
    this.#lanes = options.kafka.partitions(options.topic).map((_, partition) => ({
      partition,
      position: 0,
      busy: undefined,
      attempts: 0,
      notBefore: 0,
      repeatedTo: 0,
    }));
    this.#wanted = wantedBy(options.consumer);
  }

  get group(): string {
    return this.#options.consumer.group;
  }

  get topic(): TopicName {
    return this.#options.topic;
  }

  /** Whether something is being worked at. */
  get busy(): boolean {
    return this.#lanes.some((lane) => lane.busy !== undefined);
  }

  /** Records that it has still to acknowledge. */
  get lag(): number {
    return this.#lanes.reduce((sum, lane) => sum + this.#log(lane).length - lane.position, 0);
  }

  /** There may be something to deliver. */
  wake(withinMs = pollMs): void {
    if (this.#polling) return;
    this.#polling = true;
    const { scheduler, random } = this.#options;
    scheduler.after(random.int(0, withinMs), () => {
      this.#polling = false;
      if (scheduler.now < this.#heldUntil) this.#wakeAfter(this.#heldUntil - scheduler.now);
      else this.#poll();
    });
  }

  /** Others take all partitions over. What is being worked at is delivered to them at once. */
  rebalance(): void {
    this.counts.rebalances += 1;
    for (const lane of this.#lanes) {
      if (lane.busy !== undefined) lane.busy.stale = true;
      lane.busy = undefined;
    }
    this.wake();
  }

  /** Its pollers ask for nothing for a while. */
  hold(forMs: number): void {
    const { scheduler } = this.#options;
    this.#heldUntil = Math.max(this.#heldUntil, scheduler.now + forMs);
  }

  #log(lane: Lane): readonly StoredRecord[] {
    return this.#options.kafka.partitions(this.#options.topic)[lane.partition] ?? [];
  }

  #poll(): void {
    const { scheduler, random } = this.#options;
    const free = this.#lanes.filter((lane) => {
      if (lane.busy !== undefined) return false;
      const log = this.#log(lane);
      for (let next = log[lane.position]; next !== undefined && !this.#wanted(next); next = log[lane.position])
        lane.position += 1;
      return lane.position < log.length;
    });
    const ready = free.filter((lane) => lane.notBefore <= scheduler.now);
    const [firstToWait] = free
      .map((lane) => lane.notBefore - scheduler.now)
      .filter((ms) => ms > 0)
      .sort((a, b) => a - b);
    if (ready.length === 0) {
      if (firstToWait !== undefined) this.#wakeAfter(firstToWait);
      return;
    }
    const chosen = ready.filter(() => random.chance(0.7));
    this.#deliver(chosen.length > 0 ? chosen : ready);
    if (this.#lanes.some((lane) => lane.busy === undefined && lane.position < this.#log(lane).length)) this.wake();
  }

  #wakeAfter(milliseconds: number): void {
    this.#options.scheduler.after(milliseconds, () => this.wake());
  }

  #deliver(lanes: readonly Lane[]): void {
    const { random, batch, invoke, consumer } = this.#options;
    let room = random.int(1, batch);
    const parts: Part[] = [];
    const records: Record<string, StoredRecord['encoded'][]> = {};
    for (const lane of lanes) {
      if (room <= 0) break;
      const log = this.#log(lane);
      const until = Math.min(log.length, lane.position + random.int(1, room));
      const some = log.slice(lane.position, until).filter(this.#wanted);
      room -= some.length;
      parts.push({ lane, from: lane.position, until });
      const [first] = some;
      if (first !== undefined) records[partitionName(first)] = some.map(({ encoded }) => encoded);
    }
    const delivery: Delivery = { parts, stale: false };
    for (const { lane } of parts) lane.busy = delivery;
    this.counts.deliveries += 1;
    invoke(
      consumer.function,
      { eventSource: 'aws:kafka', records },
      {
        answered: (answer) => this.#settle(delivery, answer),
        // The poller has lost its function, or its place in the group.
        troubled: () => {
          if (!delivery.stale && random.chance(0.7))
            this.#options.scheduler.after(random.int(0, 10_000), () => this.#abandon(delivery));
        },
      },
    );
  }

  #abandon(delivery: Delivery): void {
    if (delivery.stale) return;
    if (delivery.parts.some(({ lane }) => lane.busy === delivery)) this.rebalance();
  }

  #settle(delivery: Delivery, answer: Answer): void {
    if (delivery.stale) return;
    delivery.stale = true;
    for (const part of delivery.parts) {
      part.lane.busy = undefined;
      this.#move(part, firstFailed(part, answer, this.#options.topic));
    }
    this.wake();
  }

  #move({ lane, from, until }: Part, failedAt: number | undefined): void {
    const { random, scheduler, redelivered, attempts } = this.#options;
    if (failedAt === undefined) {
      lane.attempts = 0;
      const again = lane.repeatedTo < until && random.chance(redelivered);
      lane.position = again ? Math.max(from, random.int(from, until - 1)) : until;
      if (again) this.counts.redelivered += 1;
      lane.repeatedTo = Math.max(lane.repeatedTo, until);
      return;
    }
    this.counts.retries += 1;
    lane.attempts = failedAt > lane.position ? 1 : lane.attempts + 1;
    lane.position = failedAt;
    lane.notBefore =
      scheduler.now + random.int(1, Math.min(retryMs.longest, retryMs.first * 2 ** Math.min(lane.attempts, 10)));
    if (lane.attempts < attempts) return;
    lane.attempts = 0;
    const record = this.#log(lane)[lane.position];
    lane.position += 1;
    if (record !== undefined) this.#giveUp(record);
  }

  #giveUp(record: StoredRecord): void {
    this.givenUp.push(record);
    const { kafka, topic } = this.#options;
    const payload = { eventSource: 'aws:kafka', records: { [partitionName(record)]: [record.encoded] } };
    kafka.append({
      topic: deadLetterTopic(topic),
      key: record.key,
      value: JSON.stringify({ requestContext: { condition: 'RetriesExhausted' }, version: '1.0', payload }),
      headers: {},
    });
  }
}

const firstFailed = ({ lane, from }: Part, answer: Answer, topic: string): number | undefined => {
  if (answer === 'failed') return from;
  const name = partitionName({ topic, partition: lane.partition });
  const failed = answer.batchItemFailures
    .filter(({ itemIdentifier }) => itemIdentifier.partition === name)
    .map(({ itemIdentifier }) => itemIdentifier.offset);
  return failed.length === 0 ? undefined : Math.min(...failed);
};

/** What is not a JSON object fits no filter, and is passed over; without filters everything is delivered. */
const wantedBy = (consumer: Consumer): ((record: StoredRecord) => boolean) => {
  const filters = filtersFor(consumer).map((filter) => Object.entries(filter));
  if (filters.length === 0) return () => true;
  return ({ json }) =>
    typeof json === 'object' &&
    json !== null &&
    filters.some((filter) => filter.every(([field, allowed]) => allowed.includes(Reflect.get(json, field))));
};
