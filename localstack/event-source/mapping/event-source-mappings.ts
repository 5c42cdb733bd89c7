import type { EventSourceMappingConfig } from '../config/event-source-mapping-config.ts';
import { EventSourceMappingPropertyError } from '../config/property-reader.ts';
import type { EventSourceMetrics } from '../telemetry/metrics.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';

const groupLimits = { mappings: 100, maximumPollers: 2000 };

/** All mappings of the platform. */
export class EventSourceMappings {
  readonly #mappings = new Map<string, EventSourceMapping>();

  list(): readonly EventSourceMapping[] {
    return [...this.#mappings.values()];
  }

  get(uuid: string): EventSourceMapping | undefined {
    return this.#mappings.get(uuid);
  }

  /**
   * Starts a mapping by `start` unless it breaks a rule that spans mappings.
   *
   * @throws {EventSourceMappingPropertyError} its consumer group is taken, or its poller group full.
   */
  add(config: EventSourceMappingConfig, start: () => EventSourceMapping): EventSourceMapping {
    const others = this.list().map((mapping) => mapping.config);
    const { consumerGroupId } = config;
    if (consumerGroupId !== undefined && others.some((other) => other.consumerGroupId === consumerGroupId)) {
      const problem = `"${consumerGroupId}" is the group of another event source mapping`;
      throw new EventSourceMappingPropertyError('ConsumerGroupId', 'A16', problem);
    }
    checkPollerGroup(config, others);
    const mapping = start();
    this.#mappings.set(mapping.uuid, mapping);
    return mapping;
  }

  /** Resolves when every mapping polls its partitions, or is disabled. */
  async ready(): Promise<void> {
    await Promise.all(this.list().map((mapping) => mapping.ready()));
  }

  metrics(): ReadonlyMap<string, EventSourceMetrics> {
    return new Map(this.list().map((mapping) => [mapping.uuid, mapping.metrics()]));
  }

  /**
   * Whether every topic has been consumed to its end: all lags are zero, nothing is in flight, and nothing was invoked during the
   * check (an invocation may have produced for a mapping that was already checked). Disabled mappings do not count. False when
   * Kafka cannot be queried.
   */
  async idle(): Promise<boolean> {
    const active = this.list().filter((mapping) => mapping.state().State !== 'Disabled');
    const polledBefore = polledCount(active);
    if (!active.every((mapping) => mapping.idle())) return false;
    try {
      const lags = await Promise.all(active.map((mapping) => mapping.lag()));
      const drained = lags.every(({ SumOffsetLag }) => SumOffsetLag === 0);
      return drained && active.every((mapping) => mapping.idle()) && polledCount(active) === polledBefore;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.list().map((mapping) => mapping.stop()));
    this.#mappings.clear();
  }
}

function polledCount(mappings: readonly EventSourceMapping[]): number {
  return mappings.reduce((sum, mapping) => sum + mapping.metrics().eventCount.PolledEventCount, 0);
}

function checkPollerGroup(config: EventSourceMappingConfig, others: readonly EventSourceMappingConfig[]): void {
  const group = config.provisionedPollers?.group;
  if (group === undefined) return;
  const members = [config, ...others.filter((other) => other.provisionedPollers?.group === group)];
  const pollers = members.reduce((sum, { provisionedPollers }) => sum + (provisionedPollers?.maximum ?? 0), 0);
  if (members.length <= groupLimits.mappings && pollers <= groupLimits.maximumPollers) return;
  throw new EventSourceMappingPropertyError(
    'ProvisionedPollerConfig.PollerGroupName',
    'A9',
    `group "${group}" would have ${members.length} mappings and ${pollers} maximum pollers, ` +
      `more than ${groupLimits.mappings} or ${groupLimits.maximumPollers}`,
  );
}
