import { randomUUID } from 'node:crypto';
import type { EventSourceMappingConfig } from '../config/event-source-mapping-config.ts';
import { EventSourceMappingPropertyError } from '../config/property-reader.ts';
import { type Clock, systemClock } from '../delivery/clock.ts';
import type { OffsetLag } from '../kafka/group-offsets.ts';
import { kafkaProblem } from '../kafka/kafka-error.ts';
import { type EventSourceLog, eventSourceLog } from '../telemetry/event-source-log.ts';
import { type EventSourceMetrics, MetricsCounter } from '../telemetry/metrics.ts';
import type { EventSourceMappingDeps } from './event-source-mapping-deps.ts';
import { type MappingState, MappingStatus } from './mapping-status.ts';
import { type Polling, startPolling } from './polling.ts';

/** A running mapping. */
export interface EventSourceMapping {
  readonly uuid: string;
  readonly config: EventSourceMappingConfig;
  state(): MappingState;
  metrics(): EventSourceMetrics;
  /** No polled record is waiting or in flight. */
  idle(): boolean;
  /** @throws when Kafka cannot be queried. */
  lag(): Promise<OffsetLag>;
  /** Resolves when the mapping's state is Enabled, with all its partitions being read, or Disabled. */
  ready(): Promise<void>;
  /**
   * Stops polling and invoking; unprocessed records are redelivered after `enable`.
   *
   * @throws {ResourceInUseError} while the mapping is being created.
   */
  disable(): Promise<void>;
  /** @throws {ResourceInUseError} while the mapping is being created. */
  enable(): Promise<void>;
  /** The end: invocations in flight get a grace period, and processed offsets are committed. */
  stop(): Promise<void>;
}

const connectRetryMs = 1000;

/** Longest timeout of a function behind a Kafka mapping. */
const maximumFunctionTimeoutSeconds = 14 * 60;

/**
 * Starts polling at once, unless the mapping is disabled, and survives every failure of the brokers.
 *
 * @throws {EventSourceMappingPropertyError} the function's timeout is too long.
 */
export function startEventSourceMapping(
  config: EventSourceMappingConfig,
  deps: EventSourceMappingDeps,
  uuid: string = randomUUID(),
): EventSourceMapping {
  const timeout = deps.functionTimeout?.(config.functionName) ?? 0;
  if (timeout > maximumFunctionTimeoutSeconds) {
    const problem = `FUNCTION_CONFIG_NOT_VALID: ${config.functionName} has a timeout of ${timeout} s, more than 14 minutes`;
    throw new EventSourceMappingPropertyError('FunctionName', 'A21', problem);
  }
  return new RunningMapping(config, deps, uuid);
}

class RunningMapping implements EventSourceMapping {
  readonly uuid: string;
  readonly config: EventSourceMappingConfig;
  readonly #deps: EventSourceMappingDeps;
  readonly #clock: Clock;
  readonly #log: EventSourceLog;
  readonly #metrics = new MetricsCounter();
  readonly #status: MappingStatus;
  #polling: Promise<Polling> | undefined;
  #current: Polling | undefined;
  /** Aborted when the mapping is disabled or stopped, so that connecting ends too. */
  #ending = new AbortController();

  constructor(config: EventSourceMappingConfig, deps: EventSourceMappingDeps, uuid: string) {
    this.uuid = uuid;
    this.config = config;
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
    const { functionName, systemLogLevel: level = 'WARN' } = config;
    this.#log = eventSourceLog({ uuid, functionName, level, now: () => this.#clock.now() }, deps.log);
    this.#status = new MappingStatus(config.enabled);
    if (config.enabled) this.#start();
  }

  state(): MappingState {
    return this.#status.snapshot();
  }

  metrics(): EventSourceMetrics {
    return this.#metrics.snapshot();
  }

  idle(): boolean {
    return this.#current?.idle() ?? true;
  }

  async lag(): Promise<OffsetLag> {
    if (this.#polling === undefined)
      throw new Error(`Event source mapping ${this.uuid} is disabled: its lag is not known`);
    return (await this.#polling).lag();
  }

  ready(): Promise<void> {
    return this.#status.ready();
  }

  async enable(): Promise<void> {
    this.#status.assertUpdatable();
    if (this.#polling !== undefined) return;
    this.#status.enter('Enabling');
    this.#start();
  }

  async disable(): Promise<void> {
    this.#status.assertUpdatable();
    if (this.#polling === undefined) return;
    this.#status.enter('Disabling');
    await this.#end();
    this.#status.enter('Disabled');
  }

  async stop(): Promise<void> {
    this.#status.enter('Deleting');
    await this.#end();
  }

  #start(): void {
    this.#ending = new AbortController();
    const polling = this.#connect(this.#ending.signal);
    // Awaiting callers get the rejection; without any, an end before the first connection is no fault.
    polling.catch(() => undefined);
    this.#polling = polling;
  }

  /** The cluster may be unknown or unavailable: retries until the mapping ends. */
  async #connect(signal: AbortSignal): Promise<Polling> {
    while (!signal.aborted) {
      try {
        const { eventSourceArn, secretArn } = this.config;
        const brokers = await this.#deps.brokers(eventSourceArn);
        const credentials = secretArn === undefined ? undefined : await this.#deps.credentials(secretArn);
        if (signal.aborted) break;
        this.#current = startPolling(this.uuid, this.config, { brokers, credentials }, this.#deps, {
          ...{ clock: this.#clock, log: this.#log, metrics: this.#metrics },
          reading: () => this.#status.reading(),
          failed: (error) => this.#failed(error),
          invoked: (result) => this.#status.result(result),
        });
        return this.#current;
      } catch (error) {
        this.#failed(error);
        await new Promise<void>((resolve) => {
          const cancel = this.#clock.after(connectRetryMs, resolve);
          signal.addEventListener('abort', () => [cancel(), resolve()], { once: true });
        });
      }
    }
    throw new Error(`Event source mapping ${this.uuid} ended before it was connected`);
  }

  async #end(): Promise<void> {
    this.#ending.abort();
    const polling = await this.#polling?.catch(() => undefined);
    await polling?.stop();
    this.#polling = undefined;
    this.#current = undefined;
  }

  #failed(error: unknown): void {
    const problem = kafkaProblem(error);
    this.#status.problem(problem);
    this.#metrics.error('PollingErrorCount');
    const details = { uuid: this.uuid, topic: this.config.topic, code: problem.code };
    const message = `Polling is interrupted: ${problem.result}`;
    this.#log({ level: 'WARN', type: 'POLLER_STATUS_EVENT', message, details });
  }
}
