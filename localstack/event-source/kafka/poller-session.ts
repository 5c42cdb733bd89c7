import type kafkajs from 'kafkajs';
import type { StartingPosition } from '../config/event-source-mapping-config.ts';
import type { PolledBatch } from '../delivery/dispatcher.ts';
import type { GroupOffsets, StartOffset } from './group-offsets.ts';
import { toPolledBatch } from './polled-batch.ts';

export interface PollerSettings {
  readonly topic: string;
  readonly groupId: string;
  readonly startingPosition: StartingPosition;
}

export interface PollerPorts {
  /** The partitions that this member keeps; their polling continues. */
  readonly kept: (partitions: ReadonlySet<number>) => void;
  /** New partitions and the start of each; called once all assigned partitions are polled, also with none. */
  readonly started: (offsets: ReadonlyMap<number, number>) => void;
  readonly polled: (batch: PolledBatch) => void;
  /** The group is about to give the partitions out again. */
  readonly rebalancing: () => void;
  /** Polling is interrupted and will be resumed. */
  readonly failed: (error: unknown) => void;
}

export interface SessionPorts extends PollerPorts {
  /** The consumer has crashed and cannot be used again. */
  readonly ended: (error: unknown) => void;
}

type CommitOffsets = kafkajs.EachBatchPayload['commitOffsetsIfNecessary'];

const retryMs = 200;
const closeMs = 5000;

/** One consumer of the Kafka client, from joining the group to its crash or the end. */
export class PollerSession {
  /** Unix milliseconds of the last sign of life. */
  lastActivity = Date.now();
  readonly #settings: PollerSettings;
  readonly #ports: SessionPorts;
  readonly #offsets: GroupOffsets;
  readonly #consumer: kafkajs.Consumer;
  #memberId: string | undefined;
  /** Counts the assignments: callbacks of an earlier one are void. */
  #generation = 0;
  #started: ReadonlySet<number> = new Set();
  readonly #paused = new Set<number>();
  #commit: CommitOffsets | undefined;
  #closed = false;

  constructor(settings: PollerSettings, kafka: kafkajs.Kafka, offsets: GroupOffsets, ports: SessionPorts) {
    this.#settings = settings;
    this.#ports = ports;
    this.#offsets = offsets;
    this.#consumer = kafka.consumer({
      groupId: settings.groupId,
      sessionTimeout: 10_000,
      rebalanceTimeout: 15_000,
      heartbeatInterval: 3000,
      // A record is delivered at once; an idle fetch waits, and with it a resumed partition.
      minBytes: 1,
      maxWaitTimeInMs: 3000,
      maxBytes: 10 * 1024 * 1024,
      maxBytesPerPartition: 1024 * 1024,
      // A frozen broker closes no connection: only fresh metadata shows that it no longer leads.
      metadataMaxAge: 10_000,
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 5, restartOnFailure: async () => false },
    });
  }

  open(): void {
    this.#listen();
    this.#run().catch((error: unknown) => this.#end(error));
  }

  async close(): Promise<void> {
    this.#closed = true;
    const disconnected = this.#consumer.disconnect().catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeMs);
    });
    await Promise.race([disconnected, timeout]);
    clearTimeout(timer);
  }

  pauseAll(): void {
    if (this.#generation > 0) this.#consumer.pause([{ topic: this.#settings.topic }]);
  }

  setPaused(partition: number, paused: boolean): void {
    if (!this.#started.has(partition)) return;
    const which = [{ topic: this.#settings.topic, partitions: [partition] }];
    if (paused) {
      this.#paused.add(partition);
      this.#consumer.pause(which);
    } else {
      this.#paused.delete(partition);
      this.#consumer.resume(which);
    }
  }

  seek(partition: number, offset: number): void {
    this.#consumer.seek({ topic: this.#settings.topic, partition, offset: String(offset) });
  }

  async commit(offsets: ReadonlyMap<number, number>): Promise<void> {
    if (this.#generation === 0) throw new Error('the poller has not joined the group yet');
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));
    const { topic } = this.#settings;
    // Only a batch of records carries a commit without retries. The consumer's own commit retries, also when a rebalance took the
    // partition away: for offsets before any record, a marker at the most.
    if (this.#commit === undefined) await this.#consumer.commitOffsets(partitions.map((one) => ({ topic, ...one })));
    else await this.#commit({ topics: [{ topic, partitions }] });
  }

  async #run(): Promise<void> {
    const { topic, startingPosition } = this.#settings;
    await this.#consumer.connect();
    // The position if a committed offset is out of range.
    await this.#consumer.subscribe({ topic, fromBeginning: startingPosition.type !== 'LATEST' });
    await this.#consumer.run({
      autoCommit: false,
      // Only hands over, so that no invocation delays a fetch or a heartbeat.
      eachBatch: async ({ batch, commitOffsetsIfNecessary, isStale }) => {
        this.#commit = commitOffsetsIfNecessary;
        // Fetched before its partition was paused, or set to another offset: it comes again.
        if (isStale() || this.#paused.has(batch.partition)) return;
        this.#ports.polled(toPolledBatch(batch));
      },
    });
  }

  #listen(): void {
    const { events, on } = this.#consumer;
    const alive = (): void => {
      this.lastActivity = Date.now();
    };
    on(events.FETCH, alive);
    on(events.HEARTBEAT, alive);
    // The client would retry the same silent broker several times before it looks for another.
    on(events.REQUEST_TIMEOUT, ({ payload }) =>
      this.#end(new Error(`${payload.apiName} to ${payload.broker} timed out`)),
    );
    // A batch without a record, such as a transaction's marker, is not handed over: the position still moves past it.
    on(events.END_BATCH_PROCESS, ({ payload: { partition, batchSize, firstOffset, lastOffset } }) => {
      if (batchSize > 0 || this.#paused.has(partition)) return;
      const nextOffset = Number(lastOffset) + 1;
      this.#ports.polled({ partition, fetchedOffset: Number(firstOffset ?? lastOffset), nextOffset, records: [] });
    });
    on(events.REBALANCING, () => this.#ports.rebalancing());
    on(events.CRASH, ({ payload }) => this.#end(payload.error));
    on(events.GROUP_JOIN, ({ payload }) => {
      alive();
      this.#join(payload.memberId, new Set(payload.memberAssignment[this.#settings.topic] ?? []));
    });
  }

  #join(memberId: string, assigned: ReadonlySet<number>): void {
    this.#generation += 1;
    const sameMember = memberId === this.#memberId;
    this.#memberId = memberId;
    const started = this.#started;
    if (!sameMember) this.#paused.clear();
    this.#started = new Set(sameMember ? [...started].filter((partition) => assigned.has(partition)) : []);
    this.#ports.kept(this.#started);
    const added = new Set([...assigned].filter((partition) => !this.#started.has(partition)));
    if (added.size === 0) {
      this.#ports.started(new Map());
      return;
    }
    this.#consumer.pause([{ topic: this.#settings.topic, partitions: [...added] }]);
    void this.#begin(added, this.#generation);
  }

  /** Polls new partitions from their committed offsets, or commits the starting position where there are none. */
  async #begin(added: ReadonlySet<number>, generation: number): Promise<void> {
    const { topic, startingPosition } = this.#settings;
    const isOver = (): boolean => this.#closed || generation !== this.#generation;
    while (!isOver()) {
      try {
        const starts = await this.#offsets.startOffsets(added, startingPosition);
        if (isOver()) return;
        // Without this, a LATEST mapping would skip records produced while a consumer restarts.
        await this.#commitFirst(starts);
        if (isOver()) return;
        this.#started = new Set([...this.#started, ...added]);
        for (const [partition, { offset }] of starts) this.seek(partition, offset);
        for (const partition of added) this.#paused.delete(partition);
        this.#consumer.resume([{ topic, partitions: [...added] }]);
        this.#ports.started(new Map([...starts].map(([partition, { offset }]) => [partition, offset])));
        return;
      } catch (error) {
        if (isOver()) return;
        this.#ports.failed(error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  async #commitFirst(starts: ReadonlyMap<number, StartOffset>): Promise<void> {
    const first = [...starts].filter(([, { committed }]) => !committed);
    if (first.length === 0) return;
    const { topic } = this.#settings;
    await this.#consumer.commitOffsets(
      first.map(([partition, { offset }]) => ({ topic, partition, offset: String(offset) })),
    );
  }

  #end(error: unknown): void {
    if (!this.#closed) this.#ports.ended(error);
  }
}
