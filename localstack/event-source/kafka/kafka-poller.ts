import type kafkajs from 'kafkajs';
import type { GroupOffsets } from './group-offsets.ts';
import { type PollerPorts, PollerSession, type PollerSettings } from './poller-session.ts';

const restartMs = { initial: 200, maximum: 5000 };
/** Longer than the longest silence of a healthy session, which is waiting for the others in a rebalance. */
const silenceMs = 45_000;
const watchMs = 5000;

/** One self-healing member of the consumer group: a session that crashes or falls silent is replaced. */
export class KafkaPoller {
  readonly #settings: PollerSettings;
  readonly #ports: PollerPorts;
  readonly #kafka: kafkajs.Kafka;
  readonly #offsets: GroupOffsets;
  #session: PollerSession | undefined;
  #restart: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopped = false;

  constructor(settings: PollerSettings, ports: PollerPorts, kafka: kafkajs.Kafka, offsets: GroupOffsets) {
    this.#settings = settings;
    this.#ports = ports;
    this.#kafka = kafka;
    this.#offsets = offsets;
  }

  start(): void {
    this.#watch = setInterval(() => {
      const silent = this.#session !== undefined && Date.now() - this.#session.lastActivity > silenceMs;
      if (silent) this.#replace(new Error(`the poller received nothing from Kafka for ${silenceMs} ms`));
    }, watchMs);
    this.#open();
  }

  /** Ends the membership; resolves when the group has been left, or the request has timed out. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#watch);
    clearTimeout(this.#restart);
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  /** Stops fetching, stays a member, so that results in flight can still be committed. */
  pauseAll(): void {
    this.#session?.pauseAll();
  }

  /** Starts over as another member, which proves again what its login may do. */
  fail(error: unknown): void {
    if (this.#session !== undefined) this.#replace(error);
  }

  setPaused(partition: number, paused: boolean): void {
    this.#session?.setPaused(partition, paused);
  }

  seek(partition: number, offset: number): void {
    this.#session?.seek(partition, offset);
  }

  /** @throws when Kafka refuses the commit, or this member is not in the group at the moment. */
  async commit(offsets: ReadonlyMap<number, number>): Promise<void> {
    if (this.#session === undefined) throw new Error('the poller is not connected');
    await this.#session.commit(offsets);
  }

  #open(): void {
    const session: PollerSession = new PollerSession(this.#settings, this.#kafka, this.#offsets, {
      kept: (partitions) => this.#session === session && this.#ports.kept(partitions),
      started: (offsets) => {
        if (this.#session !== session) return;
        this.#failures = 0;
        this.#ports.started(offsets);
      },
      polled: (batch) => this.#session === session && this.#ports.polled(batch),
      rebalancing: () => this.#session === session && this.#ports.rebalancing(),
      failed: (error) => this.#session === session && this.#ports.failed(error),
      ended: (error) => this.#session === session && this.#replace(error),
    });
    this.#session = session;
    session.open();
  }

  #replace(error: unknown): void {
    const session = this.#session;
    this.#session = undefined;
    void session?.close();
    // Its successor is another member: everything restarts at the committed offsets.
    this.#ports.kept(new Set());
    this.#ports.failed(error);
    if (this.#stopped) return;
    const delay = Math.min(restartMs.maximum, restartMs.initial * 2 ** this.#failures);
    this.#failures += 1;
    this.#restart = setTimeout(() => this.#open(), delay);
  }
}
