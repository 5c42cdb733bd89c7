import { parseEventSourceMapping } from '../../../localstack/event-source/config/parse-event-source-mapping.ts';
import { discardRecords, type FailureDestination } from '../../../localstack/event-source/delivery/discard-records.ts';
import { Dispatcher, type Gathering, type Precedence } from '../../../localstack/event-source/delivery/dispatcher.ts';
import type { EventSource } from '../../../localstack/event-source/delivery/event-payload.ts';
import type { PolledRecord } from '../../../localstack/event-source/delivery/event-record.ts';
import type { FailureMessage } from '../../../localstack/event-source/delivery/failure-envelope.ts';
import type { InvocationSlots } from '../../../localstack/event-source/delivery/invocation-slots.ts';
import { batchInvoker } from '../../../localstack/event-source/delivery/invoke-batch.ts';
import { type Redelivery, retryPolicy } from '../../../localstack/event-source/delivery/retry-policy.ts';
import type {
  EventSourceLog,
  EventSourceLogLine,
} from '../../../localstack/event-source/telemetry/event-source-log.ts';
import { MetricsCounter } from '../../../localstack/event-source/telemetry/metrics.ts';
import { FakeFunction } from './fake-function.ts';
import { mappingProperties } from './properties.ts';
import { polledRecord } from './records.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface DispatchBenchOptions {
  /** Properties of the mapping besides the required ones; the window is 0 unless given. */
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly function?: FakeFunction;
  readonly redelivery?: Redelivery;
  readonly concurrency?: number;
  readonly gathering?: Gathering;
  readonly precedence?: (clock: VirtualClock) => Precedence;
  readonly slots?: InvocationSlots;
  /** Shared with other mappings; a new one by default. */
  readonly clock?: VirtualClock;
  readonly bufferBytes?: number;
  readonly partitions?: number;
  readonly destination?: FailureDestination;
}

/** The pure core of a mapping with a function in this process, on virtual time, without Kafka. */
export class DispatchBench {
  readonly clock: VirtualClock;
  readonly metrics = new MetricsCounter();
  readonly function: FakeFunction;
  readonly dispatcher: Dispatcher;
  readonly commits: (readonly [partition: number, offset: number])[] = [];
  readonly paused = new Set<number>();
  readonly seeks: (readonly [partition: number, offset: number])[] = [];
  readonly failures: FailureMessage[] = [];
  readonly log: EventSourceLogLine[] = [];
  readonly source: EventSource;
  readonly #next = new Map<number, number>();

  constructor(options: DispatchBenchOptions = {}) {
    this.clock = options.clock ?? new VirtualClock();
    this.function = options.function ?? new FakeFunction();
    const properties = { MaximumBatchingWindowInSeconds: 0, ...options.properties };
    const config = parseEventSourceMapping(mappingProperties(properties), this.clock.now());
    const { eventSourceArn, topic, batchSize, batchingWindowMs, filters } = config;
    this.source = { eventSourceArn, topic, bootstrapServers: '127.0.0.1:9092,127.0.0.1:9093' };
    const log: EventSourceLog = (line) => this.log.push(line);
    const write: FailureDestination = async (messages) => {
      await options.destination?.(messages);
      this.failures.push(...messages);
    };
    const destination = config.onFailureTopic === undefined ? undefined : write;
    this.dispatcher = new Dispatcher(
      {
        ...{ batchSize, batchingWindowMs, filters, source: this.source },
        functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:order-saga',
        retry: retryPolicy(config, options.redelivery ?? 'listed'),
        backoff: { initialMs: 100, maximumMs: 1000 },
        concurrency: options.concurrency ?? 5,
        ...(options.gathering === undefined ? {} : { gathering: options.gathering }),
        bufferBytes: options.bufferBytes ?? 64 * 1024 * 1024,
      },
      {
        clock: this.clock,
        random: () => 1,
        metrics: this.metrics,
        invoke: batchInvoker({ ...config, source: this.source }, this.function, this.metrics, log),
        discard: discardRecords(this.source, destination, this.metrics, log),
        commit: (partition, offset) => {
          this.commits.push([partition, offset]);
          this.dispatcher.committed(partition, offset);
        },
        setPaused: (partition, paused) => (paused ? this.paused.add(partition) : this.paused.delete(partition)),
        seek: (partition, offset) => this.seeks.push([partition, offset]),
        ...(options.precedence === undefined ? {} : { precedence: options.precedence(this.clock) }),
        ...(options.slots === undefined ? {} : { slots: options.slots }),
      },
    );
    const partitions = Array.from({ length: options.partitions ?? 3 }, (_, partition) => partition);
    this.dispatcher.start(new Map(partitions.map((partition) => [partition, 0])));
  }

  /** Hands over as many new records of a partition as there are overrides (or this number), and lets them be handled. */
  async poll(partition: number, records: number | readonly Partial<PolledRecord>[]): Promise<void> {
    this.enqueue(partition, records);
    await this.clock.advance();
  }

  /** Hands records over like `poll`, but lets nothing happen yet. */
  enqueue(partition: number, records: number | readonly Partial<PolledRecord>[]): void {
    const overrides = typeof records === 'number' ? Array.from({ length: records }, () => ({})) : records;
    const fetchedOffset = this.#next.get(partition) ?? 0;
    const polled = overrides.map((each, index) =>
      polledRecord(partition, fetchedOffset + index, { timestamp: this.clock.now(), ...each }),
    );
    const nextOffset = fetchedOffset + polled.length;
    this.#next.set(partition, nextOffset);
    this.dispatcher.accept({ partition, fetchedOffset, nextOffset, records: polled });
  }

  /** Takes a partition away and gives it back, so that reading begins again at its committed offset. */
  reassign(partition: number): void {
    const [next, committed] = [this.#next.get(partition) ?? 0, this.committed(partition) ?? 0];
    this.dispatcher.keepOnly(new Set([...this.#next.keys()].filter((each) => each !== partition)));
    this.dispatcher.start(new Map([[partition, committed]]));
    this.#next.set(partition, committed);
    this.enqueue(partition, next - committed);
  }

  /** Highest offset committed for a partition. */
  committed(partition: number): number | undefined {
    return this.commits.findLast(([committed]) => committed === partition)?.[1];
  }

  counts() {
    return this.metrics.snapshot().eventCount;
  }
}
