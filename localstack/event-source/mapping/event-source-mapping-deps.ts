import type { Invoker } from '../../lambda/invoker.ts';
import type { Clock } from '../delivery/clock.ts';
import type { CommitDelays } from '../delivery/committer.ts';
import type { BackoffBounds, Redelivery } from '../delivery/retry-policy.ts';
import type { ScramCredentials } from '../kafka/kafka-client.ts';
import type { EventSourceLogEntry } from '../telemetry/event-source-log.ts';
import type { SharedByMappings } from './shared-by-mappings.ts';

/** Choices where AWS publishes nothing; see the README of this folder. */
interface EmulationOptions {
  /** Default 50 ms to 2 s. */
  readonly backoff?: BackoffBounds;
  /** Default `listed`. */
  readonly redelivery?: Redelivery;
  /** How long `disable` and `stop` wait for invocations in flight; default 5 s. */
  readonly graceMs?: number;
  /** How often a send to the on-failure topic is retried; the default 20 outlasts the failover of a broker. */
  readonly deliveryRetries?: number;
  /** How long a processed, or filtered-out, offset may wait for its commit; default 400 ms and 2 s. */
  readonly commitDelays?: CommitDelays;
  /** Processors of the machine; by default, as many as it has. */
  readonly processors?: number;
}

/** The platform's services for a mapping. */
export interface EventSourceMappingDeps {
  /** Bootstrap servers (`host:port`) of the cluster. */
  readonly brokers: (clusterArn: string) => Promise<readonly string[]> | readonly string[];
  readonly credentials: (secretArn: string) => Promise<ScramCredentials>;
  readonly invoker: Invoker;
  /** Takes the system log; it must not throw. */
  readonly log: (entry: EventSourceLogEntry) => void;
  /** Configured timeout in seconds, where it is known. */
  readonly functionTimeout?: (functionName: string) => number | undefined;
  readonly clock?: Clock;
  /** From 0 (inclusive) to 1; jitter. */
  readonly random?: () => number;
  readonly emulation?: EmulationOptions;
  /** Absent: the mapping reads by itself, and no other has precedence. */
  readonly shared?: SharedByMappings;
}
