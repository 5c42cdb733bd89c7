import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type OwnedProcess, spawnOwned } from '../processes/owned-process.ts';
import { aliveNodes } from './alive-nodes.ts';
import { type ClassArchiving, javaArguments } from './java.ts';
import { host, type NodeLayout } from './node-layout.ts';

export type NodeState = 'stopped' | 'running' | 'paused';

const startDeadlineMs = 90_000;
const stopGraceMs = 8_000;
const pollMs = 100;

/** One combined broker and controller: a Java process that can be stopped and started again with the same data and ports. */
export class KafkaNode {
  readonly id: number;
  /** `node-1` … `node-5`. */
  readonly name: string;
  /** The node's output, appended over restarts. */
  readonly logFile: string;
  /** `host:port` of the SASL/SCRAM listener. */
  readonly clientAddress: string;
  /** `host:port` of the plain-text listener of brokers and control plane. */
  readonly internalAddress: string;
  readonly #propertiesFile: string;
  readonly #jars: string;
  readonly #archiving: ClassArchiving;
  #process: OwnedProcess | undefined;
  #state: NodeState = 'stopped';

  constructor(
    { id, name, logFile, propertiesFile, ports }: NodeLayout,
    jars: string,
    archiving: ClassArchiving = 'use',
  ) {
    this.id = id;
    this.name = name;
    this.logFile = logFile;
    this.clientAddress = `${host}:${ports.client}`;
    this.internalAddress = `${host}:${ports.internal}`;
    this.#propertiesFile = propertiesFile;
    this.#jars = jars;
    this.#archiving = archiving;
  }

  get state(): NodeState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the Java process and returns at once; {@link ready} resolves when it takes requests. Does nothing when it runs. */
  start(): void {
    if (this.#process !== undefined) return;
    const started = spawnOwned({
      name: this.name,
      command: 'java',
      args: javaArguments(this.#jars, 'kafka.Kafka', [this.#propertiesFile], this.#archiving),
      stdio: { logFile: this.logFile },
    });
    this.#process = started;
    this.#state = 'running';
    void started.exited.then(() => {
      if (this.#process !== started) return;
      this.#process = undefined;
      this.#state = 'stopped';
    });
  }

  /**
   * Resolves once this node answers requests and itself sees the given nodes alive.
   *
   * @throws {Error} naming the node, with its last log lines, when it ends or does not answer in time.
   */
  async ready(ids: readonly number[] = [this.id]): Promise<void> {
    const started = Date.now();
    while (!(await this.#sees(ids))) {
      if (this.#state === 'stopped') throw await this.#failure('ended while starting');
      if (Date.now() - started > startDeadlineMs)
        throw await this.#failure(`not ready after ${startDeadlineMs / 1000} s`);
      await delay(pollMs);
    }
  }

  /** SIGKILL: a crash. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#process?.stop({ signal: 'SIGKILL' });
  }

  /** Lets the node hand over its partitions and shut down; by force after `graceMs`. Resolves when it is gone. */
  async stop(graceMs = stopGraceMs): Promise<void> {
    await this.#process?.stop({ graceMs });
  }

  /** SIGSTOP: the node keeps its connections and answers nothing, like a long pause of its Java machine. */
  pause(): void {
    if (this.#state !== 'running') return;
    this.#process?.pause();
    this.#state = 'paused';
  }

  /** Ends {@link pause}. */
  resume(): void {
    if (this.#state !== 'paused') return;
    this.#process?.resume();
    this.#state = 'running';
  }

  /** Stops the node unless it is stopped already, starts it on its data, and resolves when it takes requests again. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
    await this.ready();
  }

  async #sees(ids: readonly number[]): Promise<boolean> {
    try {
      const alive = await aliveNodes(this.internalAddress);
      return ids.every((id) => alive.includes(id));
    } catch {
      return false; // Not listening yet, or not yet registered with the controllers.
    }
  }

  async #failure(what: string): Promise<Error> {
    return new Error(`Kafka ${this.name} ${what}. The end of ${this.logFile}:\n${await lastLines(this.logFile)}`);
  }
}

const lastBytes = 4_000;

const lastLines = async (file: string): Promise<string> => {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - lastBytes);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(lastBytes), position: start });
    return buffer.toString('utf8', 0, bytesRead).trim() || '(it printed nothing)';
  } finally {
    await handle.close();
  }
};
