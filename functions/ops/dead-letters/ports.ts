import type { TopicName } from '../../../schemas/topics.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import type { Kept, OffsetRange } from './dead-letter-page-domain.ts';
import type { ReplayMark } from './replay-marks-domain.ts';

/** The dead-letter queues of the topics. @throws {TransientError} each of them, when Kafka does not answer in time. */
export interface DeadLetterQueues {
  /** What is kept of each partition of the topic's queue. */
  kept(topic: TopicName): Promise<readonly Kept[]>;
  /** The records of the ranges, in no order between partitions. What is not there, or not any more, is left out. */
  read(topic: TopicName, ranges: readonly OffsetRange[], deadline: Deadline): Promise<readonly KafkaRecord[]>;
}

/** Records go back to their topics here, as they were. */
export interface ReturnedRecords {
  /**
   * @returns the partition of its topic that each was written to.
   * @throws {TransientError} refused, or of unknown outcome: they may be written again.
   */
  write(records: readonly KafkaRecord[], deadline: Deadline): Promise<readonly number[]>;
}

/** A record that a principal's consumer failed. */
export interface FailedPlace {
  readonly principal: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** The last error of a record, and when it met it. */
export interface LastError {
  readonly error: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export interface LastErrorReader {
  /** In the order of the places; undefined where none was kept. @throws {TransientError} */
  of(places: readonly FailedPlace[]): Promise<readonly (LastError | undefined)[]>;
}

/** Which records of the dead-letter queues were written back, by the names of `marksOf`. */
export interface ReplayMarks {
  /** Consistent. @throws {TransientError} */
  of(records: readonly string[]): Promise<ReadonlyMap<string, ReplayMark>>;
  /** @throws {TransientError} some may be marked. */
  mark(records: readonly string[], mark: ReplayMark): Promise<void>;
}
