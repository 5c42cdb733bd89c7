import { ConfigurationError } from './configuration-error.ts';

/** The load of a mapping. */
export interface ConsumerLoad {
  readonly partitions: number;
  /** Of the topic, also those that the mapping's filter drops: they are polled all the same. */
  readonly recordsPerSecond: { readonly usual: number; readonly peak: number };
  readonly recordBytes: number;
  /** The part of the records that passes the filter. */
  readonly delivered: number;
  /** Records that one invocation processes in a second, when its batches are full. */
  readonly invocationRecordsPerSecond: number;
}

export interface PollerLimits {
  readonly minimum: number;
  readonly maximum: number;
}

/** Lambda's documented limits of one poller of a Kafka event source mapping in provisioned mode. */
const invocationsOfOnePoller = 5;
const bytesPerSecondOfOnePoller = 5_000_000;

/** At its maximum a mapping does twice the peak: what an hour's outage left behind is caught up within an hour. */
const catchUp = 2;

const invocationsFor = ({ delivered, invocationRecordsPerSecond }: ConsumerLoad, recordsPerSecond: number): number =>
  Math.max(1, Math.ceil((recordsPerSecond * delivered) / invocationRecordsPerSecond));

const pollersFor = (load: ConsumerLoad, recordsPerSecond: number): number =>
  Math.max(
    Math.ceil(invocationsFor(load, recordsPerSecond) / invocationsOfOnePoller),
    Math.ceil((recordsPerSecond * load.recordBytes) / bytesPerSecondOfOnePoller),
  );

/**
 * The fewest pollers that handle the usual load, and the fewest that handle twice the peak, both within the stage's bounds. Two
 * invocations never hold records of the same partition, so the partitions bound the effect of pollers.
 *
 * @throws {ConfigurationError} the topic has too few partitions for it.
 */
export const pollerLimits = (load: ConsumerLoad, bounds: PollerLimits): PollerLimits => {
  const { partitions, recordsPerSecond } = load;
  const wanted = invocationsFor(load, recordsPerSecond.peak * catchUp);
  if (wanted > partitions) {
    throw new ConfigurationError(
      `${catchUp} times ${recordsPerSecond.peak} records per second need ${wanted} invocations at once, and ${partitions} partitions allow no more than ${partitions}.`,
    );
  }
  const within = (pollers: number): number => Math.min(partitions, bounds.maximum, Math.max(bounds.minimum, pollers));
  return {
    minimum: within(pollersFor(load, recordsPerSecond.usual)),
    maximum: within(pollersFor(load, recordsPerSecond.peak * catchUp)),
  };
};

/** The most invocations that a mapping makes at once. */
export const invocationsAtOnce = (partitions: number, { maximum }: PollerLimits): number =>
  Math.min(partitions, maximum * invocationsOfOnePoller);
