import { randomUUID } from 'node:crypto';
import { type FilterPattern, passesFilters } from '../filter/filter-pattern.ts';
import type { MetricsCounter } from '../telemetry/metrics.ts';
import type { Clock } from './clock.ts';
import type { Progress } from './committer.ts';
import type { DiscardRecords } from './discard-records.ts';
import { type EventSource, PayloadSize } from './event-payload.ts';
import { type EventRecord, type PolledRecord, toEventRecord } from './event-record.ts';
import type { FailureCause } from './failure-envelope.ts';
import { type BatchLimits, formBatch } from './form-batch.ts';
import type { InvocationSlots } from './invocation-slots.ts';
import type { BatchInvoker } from './invoke-batch.ts';
import { type Delivery, Lane } from './lane.ts';
import { type Attempt, type BackoffBounds, backoffMs, decide, type RetryPolicy, splitByAge } from './retry-policy.ts';

export interface DispatcherSettings extends BatchLimits {
  readonly source: EventSource;
  readonly functionArn: string;
  readonly filters: readonly FilterPattern[];
  readonly retry: RetryPolicy;
  readonly backoff: BackoffBounds;
  /** Most invocations at the same time. */
  readonly concurrency: number;
  /** How many invocations run at once before others wait, so that batches grow meanwhile; no such limit when absent. */
  readonly gathering?: Gathering;
  /** Buffered records of all partitions together; a partition that has its share of it is paused. */
  readonly bufferBytes: number;
}

export interface DispatcherPorts {
  readonly clock: Clock;
  /** From 0 (inclusive) to 1. */
  readonly random: () => number;
  readonly invoke: BatchInvoker;
  readonly discard: DiscardRecords;
  readonly metrics: MetricsCounter;
  /** All records below this offset are processed, or filtered out. */
  readonly commit: (partition: number, offset: number, progress: Progress) => void;
  /** Work that new batches let pass before them; none when absent. */
  readonly precedence?: Precedence;
  /** Shared with other mappings: an invocation starts when one is available. Without, mappings do not wait for each other. */
  readonly slots?: InvocationSlots;
  /** Pauses or resumes a partition. */
  readonly setPaused: (partition: number, paused: boolean) => void;
  /** Read the partition from this offset on. */
  readonly seek: (partition: number, offset: number) => void;
}

export interface Gathering {
  /** Invocations that start at once. */
  readonly together: number;
  /** One more starts, up to `concurrency`, when the last has run for this long: a slow batch holds up its own partitions only. */
  readonly slowAfterMs: number;
}

/** Work of others that comes first. */
export interface Precedence {
  /** Whether it runs now. */
  readonly busy: () => boolean;
  /** The longest that a batch waits for it after its batching window. */
  readonly boundMs: number;
  /** How often a batch that waits looks again. */
  readonly checkMs: number;
}

/** The least share of a partition, however many there are. */
const smallestShare = 1024 * 1024;

/** Records of one partition as one fetch brought them. */
export interface PolledBatch {
  readonly partition: number;
  /** The requested offset. */
  readonly fetchedOffset: number;
  /** The start of the next fetch. */
  readonly nextOffset: number;
  readonly records: readonly PolledRecord[];
}

/** The rest of a delivery after an attempt. */
interface Remainder {
  readonly attempts: readonly Attempt[];
  readonly requestId: string | undefined;
}

/**
 * From polled records to invocations: filters, batches, retries, and reports processed offsets. Every partition is
 * handled in offset order with at most one invocation in flight; a failing batch holds up its own partitions only.
 */
export class Dispatcher {
  readonly #settings: DispatcherSettings;
  readonly #ports: DispatcherPorts;
  /** In the order in which they were last served, so that no partition starves. */
  readonly #lanes = new Map<number, Lane>();
  readonly #waiting = new Set<Delivery>();
  readonly #running = new Map<Delivery, Promise<void>>();
  /** Partitions with a running attempt, which may belong to an assignment that is over. */
  readonly #busy = new Set<number>();
  readonly #abort = new AbortController();
  #cancelWake: (() => void) | undefined;
  /** When the last invocation started, in Unix milliseconds. */
  #startedAt = Number.NEGATIVE_INFINITY;
  #closed = false;
  readonly #onSlot = (): void => this.#pump();

  constructor(settings: DispatcherSettings, ports: DispatcherPorts) {
    this.#settings = settings;
    this.#ports = ports;
  }

  /** Nothing is buffered, waiting or in flight. */
  get idle(): boolean {
    return this.#running.size === 0 && [...this.#lanes.values()].every((lane) => lane.idle);
  }

  /** Partitions that the group gave to this member, and the offset at which each is read from now on. */
  start(offsets: ReadonlyMap<number, number>): void {
    for (const [partition, offset] of offsets) this.#lanes.set(partition, new Lane(partition, offset));
  }

  /** Drops the buffer of other partitions; their invocations in flight end without effect on their offsets. */
  keepOnly(partitions: ReadonlySet<number>): void {
    for (const partition of this.#lanes.keys()) {
      if (!partitions.has(partition)) this.#lanes.delete(partition);
    }
  }

  /** Returns the offset that it wants next, or undefined where it did not take the batch. */
  accept(batch: PolledBatch): number | undefined {
    const lane = this.#laneFor(batch);
    if (this.#closed || lane === undefined) return undefined;
    const { metrics, clock, filters } = { ...this.#ports, ...this.#settings };
    // After a rebalance, polling restarts at the committed offset: the lane's buffered records are not taken twice.
    const fresh = batch.records.filter(({ offset }) => offset >= lane.nextOffset);
    const passing = fresh.filter(({ value }) => passesFilters(filters, value));
    metrics.events('PolledEventCount', fresh.length);
    metrics.events('FilteredOutEventCount', fresh.length - passing.length);
    const now = clock.now();
    lane.accept(
      passing.map((record) => toEventRecord(record, now)),
      batch.nextOffset,
    );
    if (lane.idle) this.#requestCommit(lane, 'filtered');
    this.#setPressure(lane);
    // Deferred: the other partitions of the same fetch belong into the same batch.
    if (passing.length > 0) this.#wakeAfter(0);
    return lane.nextOffset;
  }

  /** Kafka has accepted a commit. */
  committed(partition: number, offset: number): void {
    const lane = this.#lanes.get(partition);
    if (lane === undefined || offset <= lane.committed) return;
    this.#ports.metrics.events('CommittedEventCount', offset - lane.committed);
    lane.committed = offset;
  }

  /** Starts no more invocations and resolves when those in flight have ended. Unprocessed records are not committed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelWake?.();
    await Promise.all(this.#running.values());
  }

  /** Stops waiting for invocations in flight. */
  abort(): void {
    this.#abort.abort();
  }

  /** The lane, if it can go on with this batch. */
  #laneFor({ partition, fetchedOffset }: PolledBatch): Lane | undefined {
    const lane = this.#lanes.get(partition);
    if (lane === undefined) return undefined;
    if (fetchedOffset < lane.committed) {
      // The topic was recreated or its offsets were reset: the lane's state is void.
      const restarted = new Lane(partition, fetchedOffset);
      this.#lanes.set(partition, restarted);
      if (lane.paused) this.#ports.setPaused(partition, false);
      return restarted;
    }
    // A fetch that a rebalance overtook may skip records. A second one with the same gap proves that they no longer exist.
    if (fetchedOffset > lane.nextOffset && lane.soughtBackTo !== lane.nextOffset) {
      lane.soughtBackTo = lane.nextOffset;
      this.#ports.seek(partition, lane.nextOffset);
      return undefined;
    }
    return lane;
  }

  #setPressure(lane: Lane): void {
    const share = Math.max(smallestShare, this.#settings.bufferBytes / Math.max(1, this.#lanes.size));
    const paused = lane.bufferedBytes > (lane.paused ? share / 2 : share);
    if (paused === lane.paused) return;
    lane.paused = paused;
    this.#ports.setPaused(lane.partition, paused);
  }

  #wakeAfter(delayMs: number): void {
    if (this.#closed) return;
    this.#cancelWake?.();
    this.#cancelWake = this.#ports.clock.after(delayMs, () => this.#pump());
  }

  #pump(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    if (this.#closed) return;
    const now = this.#ports.clock.now();
    let wake = Number.POSITIVE_INFINITY;
    while (this.#running.size < this.#settings.concurrency) {
      if (this.#ports.slots?.available === false) {
        this.#ports.slots.wait(this.#onSlot);
        return;
      }
      const startable = this.#startableAt();
      if (startable > now) {
        wake = startable;
        break;
      }
      const next = this.#nextDelivery(now);
      if (typeof next === 'number') {
        wake = next;
        break;
      }
      this.#start(next);
    }
    if (wake < Number.POSITIVE_INFINITY) this.#wakeAfter(Math.max(1, wake - now));
  }

  /** When another invocation may start beside those that run. */
  #startableAt(): number {
    const { gathering } = this.#settings;
    if (gathering === undefined || this.#running.size < gathering.together) return Number.NEGATIVE_INFINITY;
    return this.#startedAt + gathering.slowAfterMs;
  }

  /** The next startable delivery, retries first, or else the time of the next check. */
  #nextDelivery(now: number): Delivery | number {
    let wake = Number.POSITIVE_INFINITY;
    for (const delivery of this.#waiting) {
      if (!this.#mayStart(delivery)) continue;
      if (delivery.notBefore <= now) return delivery;
      wake = Math.min(wake, delivery.notBefore);
    }
    const free = [...this.#lanes.values()].filter(
      (lane) => lane.first === undefined && !this.#busy.has(lane.partition),
    );
    const yielding = this.#yieldingMs();
    const limits = { ...this.#settings, batchingWindowMs: this.#settings.batchingWindowMs + yielding };
    const batch = formBatch(free, limits, this.#settings.source, now);
    if (batch.kind === 'open') {
      const windowEnd = batch.until - yielding;
      const { checkMs = 0 } = this.#ports.precedence ?? {};
      return Math.min(wake, windowEnd > now ? windowEnd : Math.min(batch.until, now + checkMs));
    }
    if (batch.kind === 'empty') return wake;
    const { records, lanes } = batch;
    const delivery: Delivery = {
      ...{ records, lanes, notBefore: now, requestId: undefined },
      ...{ retries: 0, invocations: 0, failures: 0 },
    };
    for (const lane of lanes.values()) {
      lane.begin(delivery);
      this.#setPressure(lane);
      // To the end of the queue.
      this.#lanes.delete(lane.partition);
      this.#lanes.set(lane.partition, lane);
    }
    return delivery;
  }

  /** By how much the batching window is longer now, because other work has precedence. */
  #yieldingMs(): number {
    const { precedence } = this.#ports;
    return precedence?.busy() ? precedence.boundMs : 0;
  }

  #mayStart(delivery: Delivery): boolean {
    return [...delivery.lanes.values()].every((lane) => !this.#isLive(lane) || lane.first === delivery);
  }

  #isLive(lane: Lane | undefined): boolean {
    return lane !== undefined && this.#lanes.get(lane.partition) === lane;
  }

  #live(delivery: Delivery, records: readonly EventRecord[]): readonly EventRecord[] {
    return records.filter(({ partition }) => this.#isLive(delivery.lanes.get(partition)));
  }

  #start(delivery: Delivery): void {
    this.#waiting.delete(delivery);
    this.#startedAt = this.#ports.clock.now();
    const partitions = [...delivery.lanes.values()].filter((lane) => this.#isLive(lane)).map((lane) => lane.partition);
    for (const partition of partitions) this.#busy.add(partition);
    const leave = this.#ports.slots?.take();
    const run = this.#attempt(delivery).then((remainder) => {
      for (const partition of partitions) this.#busy.delete(partition);
      this.#running.delete(delivery);
      this.#complete(delivery, remainder);
      leave?.();
      this.#pump();
    });
    this.#running.set(delivery, run);
  }

  async #attempt(delivery: Delivery): Promise<Remainder> {
    const { retry, source } = this.#settings;
    const records = this.#live(delivery, delivery.records);
    const { tooOld, young } = splitByAge(retry, records, this.#ports.clock.now());
    await this.#sendToFailureDestination(tooOld, delivery, 'RecordAgeExceeded');
    const [first] = young;
    if (first === undefined) return { attempts: [], requestId: undefined };
    if (young.length === 1 && !new PayloadSize(source).add(first)) {
      await this.#sendToFailureDestination(young, delivery, 'MaximumPayloadSizeExceeded');
      return { attempts: [], requestId: undefined };
    }
    const attempt: Attempt = { ...delivery, records: young };
    const { outcome, requestId, functionError } = await this.#ports.invoke(young, this.#abort.signal);
    const verdict = decide(retry, attempt, outcome);
    const invoked = { invocations: delivery.invocations + 1, requestId };
    await this.#sendToFailureDestination(
      this.#live(delivery, verdict.exhausted),
      invoked,
      'RetriesExhausted',
      functionError,
    );
    return { attempts: verdict.retry, requestId: requestId ?? delivery.requestId };
  }

  async #sendToFailureDestination(
    records: readonly EventRecord[],
    { invocations, requestId = randomUUID() }: Pick<Delivery, 'invocations' | 'requestId'>,
    condition: FailureCause['condition'],
    functionError: string | null = null,
  ): Promise<void> {
    const { functionArn } = this.#settings;
    const cause = { condition, requestId, functionArn, invocations, functionError };
    await this.#ports.discard(records, cause, this.#ports.clock.now());
  }

  #complete(delivery: Delivery, { attempts, requestId }: Remainder): void {
    const now = this.#ports.clock.now();
    const successors = attempts.map((attempt): Delivery => {
      const partitions = new Set(attempt.records.map(({ partition }) => partition));
      const lanes = new Map([...delivery.lanes].filter(([partition]) => partitions.has(partition)));
      const notBefore = now + backoffMs(this.#settings.backoff, attempt.failures, this.#ports.random());
      return { ...attempt, lanes, notBefore, requestId };
    });
    for (const successor of successors) this.#waiting.add(successor);
    for (const lane of delivery.lanes.values()) {
      lane.replace(delivery, successors);
      if (this.#isLive(lane)) this.#requestCommit(lane, 'processed');
    }
  }

  #requestCommit(lane: Lane, progress: Progress): void {
    const offset = lane.safeOffset();
    if (offset <= lane.requested) return;
    lane.requested = offset;
    this.#ports.commit(lane.partition, offset, progress);
  }
}
