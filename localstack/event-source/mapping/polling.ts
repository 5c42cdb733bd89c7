import { availableParallelism } from 'node:os';
import type { EventSourceMappingConfig } from '../config/event-source-mapping-config.ts';
import type { Clock } from '../delivery/clock.ts';
import { type CommitDelays, Committer } from '../delivery/committer.ts';
import { discardRecords } from '../delivery/discard-records.ts';
import { Dispatcher } from '../delivery/dispatcher.ts';
import type { EventSource } from '../delivery/event-payload.ts';
import { type BatchInvoker, batchInvoker } from '../delivery/invoke-batch.ts';
import { type BackoffBounds, retryPolicy } from '../delivery/retry-policy.ts';
import { FailureTopic } from '../kafka/failure-topic.ts';
import { GroupOffsets, type OffsetLag } from '../kafka/group-offsets.ts';
import { kafkaClient, type ScramCredentials } from '../kafka/kafka-client.ts';
import { kafkaProblem } from '../kafka/kafka-error.ts';
import { KafkaPoller } from '../kafka/kafka-poller.ts';
import { SharedReading, type TopicReader } from '../kafka/shared-reading.ts';
import type { EventSourceLog } from '../telemetry/event-source-log.ts';
import type { MetricsCounter } from '../telemetry/metrics.ts';
import type { EventSourceMappingDeps } from './event-source-mapping-deps.ts';

/** An active mapping: from enabling to disabling. */
export interface Polling {
  idle(): boolean;
  lag(): Promise<OffsetLag>;
  /** Waits for results within the grace period, commits processed offsets and leaves the group. */
  stop(): Promise<void>;
}

export interface PollingPorts {
  readonly clock: Clock;
  readonly log: EventSourceLog;
  readonly metrics: MetricsCounter;
  /** Every assigned partition is polled. */
  readonly reading: () => void;
  readonly failed: (error: unknown) => void;
  /** The outcome of the last invocation, in the words of `LastProcessingResult`. */
  readonly invoked: (result: string) => void;
}

export interface ClusterAccess {
  readonly brokers: readonly string[];
  readonly credentials: ScramCredentials | undefined;
}

const localBackoff: BackoffBounds = { initialMs: 50, maximumMs: 2000 };
const bufferBytes = 64 * 1024 * 1024;
const statusIntervalMs = 60_000;
const commitDelays: CommitDelays = { processed: 400, filtered: 2000 };
const slowAfterMs = 500;
/** Ranks of background readers: no critical one waits for their fetches. */
const behindCritical = 1_000_000;

export function startPolling(
  uuid: string,
  config: EventSourceMappingConfig,
  { brokers, credentials }: ClusterAccess,
  deps: EventSourceMappingDeps,
  ports: PollingPorts,
): Polling {
  const { clock, log, metrics } = ports;
  const { topic, functionName, eventSourceArn, onFailureTopic, startingPosition } = config;
  const { backoff = localBackoff, redelivery = 'listed', graceMs = 5000, deliveryRetries = 20 } = deps.emulation ?? {};
  const source: EventSource = { eventSourceArn, bootstrapServers: brokers.join(','), topic };
  const groupId = config.consumerGroupId ?? uuid;
  const kafka = kafkaClient(`lambda-${uuid}`, brokers, credentials, log);
  const offsets = new GroupOffsets(kafka, groupId, topic);
  const { shared } = deps;
  const isBackground = config.latency === 'background';
  const failureTopic =
    onFailureTopic === undefined ? undefined : new FailureTopic(kafka, onFailureTopic, deliveryRetries);

  const invoke = reporting(
    batchInvoker({ ...config, source }, deps.invoker, metrics, log),
    ports.invoked,
    functionName,
  );
  const dispatcher: Dispatcher = new Dispatcher(
    {
      source,
      functionArn: functionArn(config),
      batchSize: config.batchSize,
      batchingWindowMs: config.batchingWindowMs,
      filters: config.filters,
      retry: retryPolicy(config, redelivery),
      backoff,
      concurrency: concurrency(config),
      gathering: { together: together(config, deps.emulation?.processors ?? availableParallelism()), slowAfterMs },
      bufferBytes,
    },
    {
      clock,
      metrics,
      random: deps.random ?? Math.random,
      invoke:
        shared === undefined || isBackground
          ? invoke
          : (records, signal) => shared.criticalWork.during(() => invoke(records, signal)),
      ...(shared !== undefined && {
        precedence: shared.precedence[config.latency],
        slots: shared.slots[config.latency],
      }),
      discard: discardRecords(source, failureTopic?.send, metrics, log),
      commit: (partition, offset, progress) => committer.request(partition, offset, progress),
      setPaused: (partition, paused) => (paused ? reading.hold(reader, partition) : reading.resume(reader, partition)),
      seek: (partition, offset) => reading.resume(reader, partition, offset),
    },
  );

  const reading = shared?.readings.of(eventSourceArn, topic) ?? new SharedReading();
  const reader: TopicReader = {
    rank: (isBackground ? behindCritical : 0) + (shared?.readings.nextRank() ?? 0),
    take: (batch) => dispatcher.accept(batch),
    fetch: (partition, offset) => {
      poller.seek(partition, offset);
      poller.setPaused(partition, false);
    },
    rest: (partition) => poller.setPaused(partition, true),
  };

  const committer = new Committer(
    {
      clock,
      send: (wanted) => poller.commit(wanted),
      committed: (partition, offset) => dispatcher.committed(partition, offset),
      failed: (error) => {
        metrics.error('CommitErrorCount');
        log({ level: 'WARN', type: 'KAFKA_STATUS_EVENT', message: `Offsets were not committed: ${String(error)}` });
        // It may no longer read what another reader fetches for it.
        if (kafkaProblem(error).code === 'EVENT_SOURCE_AUTHZ_ERROR') poller.fail(error);
      },
    },
    deps.emulation?.commitDelays ?? commitDelays,
  );

  let stopping = false;
  const poller: KafkaPoller = new KafkaPoller(
    { topic, groupId, startingPosition },
    {
      kept: (partitions) => {
        reading.keepOnly(reader, partitions);
        dispatcher.keepOnly(partitions);
        committer.keepOnly(partitions);
      },
      started: (starts) => {
        dispatcher.start(starts);
        if (!stopping) for (const [partition, offset] of starts) reading.start(reader, partition, offset);
        const details = {
          uuid,
          topic,
          groupId,
          consumerId: `${uuid}-0`,
          eventProcessorId: `${uuid}/0`,
          partitions: [...starts.keys()],
        };
        log({ level: 'INFO', type: 'POLLER_STATUS_EVENT', message: 'Partitions are being read', details });
        ports.reading();
      },
      polled: (batch) => reading.fetched(reader, batch),
      rebalancing: () => {
        committer.hasten();
        reading.stepAside(reader);
      },
      failed: ports.failed,
    },
    kafka,
    offsets,
  );
  const status = setInterval(() => {
    const { eventCount } = metrics.snapshot();
    log({ level: 'DEBUG', type: 'KAFKA_STATUS_EVENT', message: 'Status', details: { uuid, topic, ...eventCount } });
  }, statusIntervalMs);
  status.unref();
  poller.start();

  return {
    idle: () => dispatcher.idle,
    // As if every processed offset had been committed at once: that is what the lag means.
    lag: () => committer.flush().then(() => offsets.lag()),
    async stop() {
      stopping = true;
      clearInterval(status);
      reading.keepOnly(reader, new Set());
      poller.pauseAll();
      await ended(dispatcher, clock, graceMs);
      await committer.flush();
      await Promise.allSettled([poller.stop(), offsets.close(), failureTopic?.close()]);
    },
  };
}

/**
 * Invocations at the same time: five for each of the pollers that provisioned mode keeps at least. They share one member of
 * the consumer group here, so a change of their number never rebalances it.
 */
export function concurrency({ provisionedPollers }: EventSourceMappingConfig): number {
  return 5 * (provisionedPollers?.minimum ?? 1);
}

/**
 * Invocations that start at once: as many as half of the processors, which run the brokers and tables too. While they run, records gather
 * for the next ones.
 */
export function together(config: EventSourceMappingConfig, processors: number): number {
  return Math.max(1, Math.min(concurrency(config), Math.floor(processors / 2)));
}

/** Waits for invocations in flight, within a bound. */
async function ended(dispatcher: Dispatcher, clock: Clock, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = clock.after(graceMs, () => {
      dispatcher.abort();
      resolve();
    });
    void dispatcher.close().then(() => {
      cancel();
      resolve();
    });
  });
}

function reporting(invoke: BatchInvoker, report: (result: string) => void, functionName: string): BatchInvoker {
  return async (records, signal) => {
    const batch = await invoke(records, signal);
    const { kind } = batch.outcome;
    if (kind === 'success') report('OK');
    else
      report(
        `PROBLEM: ${kind === 'not-invoked' ? 'Function is not reached' : 'Function call failed'}: ${functionName}`,
      );
    return batch;
  };
}

/** The template may give a name where the envelope shows an ARN. */
function functionArn({ functionName, eventSourceArn }: EventSourceMappingConfig): string {
  if (functionName.startsWith('arn:')) return functionName;
  const [, partition, , region, account] = eventSourceArn.split(':');
  return `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
}
