import type { TopicName } from '../../../schemas/topics.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import type { Kept, OffsetRange } from './dead-letter-page-domain.ts';
import type { ReplayMark } from './replay-marks-domain.ts';

/** The dead-letter queues of the topics. @throws {TransientError} from each method, if Kafka does not answer in time. */
export interface DeadLetterQueues {
  /** The retained offsets of each partition of the topic's queue. */
  kept(topic: TopicName): Promise<readonly Kept[]>;
  /** The records of the ranges, unordered between partitions, without those that retention has deleted. */
  read(topic: TopicName, ranges: readonly OffsetRange[], deadline: Deadline): Promise<readonly KafkaRecord[]>;
}

/** Writes unchanged records back to their topics. */
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

/** The last error of a record and its time. */
export interface LastError {
  readonly error: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export interface LastErrorReader {
  /** In the order of the places; undefined where none is stored. @throws {TransientError} */
  of(places: readonly FailedPlace[]): Promise<readonly (LastError | undefined)[]>;
}

/** Marks of replayed records, by the names of `marksOf`. */
export interface ReplayMarks {
  /** Consistent. @throws {TransientError} */
  of(records: readonly string[]): Promise<ReadonlyMap<string, ReplayMark>>;
  /** @throws {TransientError} some may be marked. */
  mark(records: readonly string[], mark: ReplayMark): Promise<void>;
}
