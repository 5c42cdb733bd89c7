import type { PartialBatchResponse } from '../../../functions/shared/runtime/idioms/batch.ts';
import { type KafkaEvent, partitionName } from '../../../functions/shared/runtime/idioms/kafka-record.ts';
import { type Consumer, deadLetterTopic, type TopicName } from '../../../schemas/catalogue.ts';
import type { Random } from '../kernel/random.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import { wantedBy } from './accepted-by.ts';
import { failureEnvelope } from './failure-envelope.ts';
import { type Delivery, type Lane, laneOf, type Part } from './lane.ts';
import type { SimulatedKafka, StoredRecord } from './simulated-kafka.ts';

/** What came of an invocation: the function's answer, or that there is none. */
export type Answer = PartialBatchResponse | 'failed';

/** Invokes the function: calls back once with the answer, and meanwhile if it is in trouble. */
type Invoke = (
  functionName: string,
  event: KafkaEvent,
  callbacks: { readonly answered: (answer: Answer) => void; readonly troubled: () => void },
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
  /** After so many failed attempts, those that fail together are dead-lettered. */
  readonly attempts: number;
}

const pollMs = 50;
const retryMs = { first: 50, longest: 20_000 } as const;

/**
 * A consumer group with its pollers, as Lambda's event source mappings have them: at least once, in order within a partition,
 * several partitions in a batch, from the first that failed again, dead-lettered after so many attempts. Where the boundaries of a
 * batch are is drawn each time, also when it comes again.
 */
export class SimulatedEventSource {
  readonly #options: EventSourceOptions;
  readonly #lanes: readonly Lane[];
  readonly #wanted: (record: StoredRecord) => boolean;
  #polling = false;
  #heldUntil = 0;
  /** Dead-lettered records. */
  readonly deadLettered: StoredRecord[] = [];
  readonly counts = { deliveries: 0, redelivered: 0, rebalances: 0, retries: 0 };

  constructor(options: EventSourceOptions) {
    this.#options = options;
    this.#lanes = options.kafka.partitions(options.topic).map((_, partition) => laneOf(partition));
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

  /** The first record of each partition that the group has not acknowledged. */
  get positions(): readonly number[] {
    return this.#lanes.map(({ position }) => position);
  }

  /** Others take all partitions over, and know only what is acknowledged. What is being worked at is delivered to them at once. */
  rebalance(): void {
    this.counts.rebalances += 1;
    for (const lane of this.#lanes) {
      if (lane.busy !== undefined) lane.busy.stale = true;
      lane.busy = undefined;
      lane.retry = undefined;
      lane.notBefore = 0;
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
        this.#acknowledge(lane, lane.position + 1);
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
    const together = lanes.filter(({ retry }) => retry?.atMost === undefined);
    for (const lane of lanes) if (!together.includes(lane)) this.#deliverAsOne([lane]);
    if (together.length > 0) this.#deliverAsOne(together);
  }

  #deliverAsOne(lanes: readonly Lane[]): void {
    const { random, batch, invoke, consumer } = this.#options;
    let room = random.int(1, batch);
    const parts: Part[] = [];
    const records: Record<string, StoredRecord['encoded'][]> = {};
    for (const lane of lanes) {
      if (room <= 0) break;
      const log = this.#log(lane);
      const { position: from, retry } = lane;
      const end = Math.min(log.length, retry?.until ?? log.length);
      const until = Math.min(end, from + random.int(1, Math.min(room, retry?.atMost ?? room)));
      const some = log.slice(from, until).filter(this.#wanted);
      room -= some.length;
      parts.push({ lane, from, until, records: some });
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
    const failed = failedOf(delivery, answer);
    const crash = answer !== 'failed' ? undefined : failed.size > 1 ? 'of several' : 'of one';
    for (const part of delivery.parts) {
      part.lane.busy = undefined;
      const failures = part.records.filter((record) => failed.has(record));
      const [first] = failures;
      if (first === undefined) this.#done(part);
      else this.#failed(part, [first, ...failures.slice(1)], crash);
    }
    this.wake();
  }

  #done({ lane, from, until }: Part): void {
    const { random, redelivered } = this.#options;
    const again = lane.repeatedTo < until && random.chance(redelivered);
    this.#acknowledge(lane, until);
    if (again) {
      lane.position = Math.max(from, random.int(from, until - 1));
      this.counts.redelivered += 1;
    }
    lane.repeatedTo = Math.max(lane.repeatedTo, until);
  }

  #acknowledge(lane: Lane, until: number): void {
    lane.position = until;
    if (lane.retry !== undefined && until >= lane.retry.until) lane.retry = undefined;
  }

  #failed(
    { lane, from, until }: Part,
    failures: readonly [StoredRecord, ...StoredRecord[]],
    crash: 'of several' | 'of one' | undefined,
  ): void {
    const { random, scheduler, attempts } = this.#options;
    this.counts.retries += 1;
    const { retry } = lane;
    const [{ offset }] = failures;
    const before = offset > lane.position ? 0 : (retry?.attempts ?? 0);
    // To look for the one that crashes the function is no attempt.
    const tried = crash === 'of several' ? before : before + 1;
    const atMost = crash === 'of several' ? Math.ceil((until - from) / 2) : retry?.atMost;
    lane.position = offset;
    lane.retry = { until: retry?.until ?? until, attempts: tried, atMost };
    lane.notBefore = scheduler.now + random.int(1, Math.min(retryMs.longest, retryMs.first * 2 ** Math.min(tried, 10)));
    if (tried < attempts) return;
    for (const record of failures) this.#deadLetter(record, { invocations: tried, crashed: crash !== undefined });
    lane.retry = { ...lane.retry, attempts: 0 };
    this.#acknowledge(lane, until);
  }

  #deadLetter(record: StoredRecord, cause: { readonly invocations: number; readonly crashed: boolean }): void {
    this.deadLettered.push(record);
    const { kafka, topic, scheduler } = this.#options;
    kafka.append({
      topic: deadLetterTopic(topic),
      key: record.encoded.key === undefined ? null : Buffer.from(record.encoded.key ?? '', 'base64'),
      value: failureEnvelope(record, { ...cause, now: scheduler.now }),
      headers: {},
    });
  }
}

/** All of it, where the function crashed, or named a record that it was not given. */
const failedOf = ({ parts }: Delivery, answer: Answer): ReadonlySet<StoredRecord> => {
  const all = parts.flatMap(({ records }) => records);
  if (answer === 'failed') return new Set(all);
  const named = answer.batchItemFailures.map(({ itemIdentifier: { partition, offset } }) =>
    all.find((record) => record.offset === offset && partitionName(record) === partition),
  );
  const known = named.filter((record) => record !== undefined);
  return new Set(known.length === named.length ? known : all);
};
