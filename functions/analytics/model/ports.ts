import type { Reached, Row, RowChange, RowKey } from './domain.ts';
import type { Progress, Range } from './progress-domain.ts';

/**
 * Where events were seen, by event id: the first place, and those where they came again after they were dead-lettered at all
 * before, with spaces between.
 */
export type Places = Readonly<Record<string, string>>;

/** A partition's progress as it was read, and as it shall be. */
export interface ProgressChange {
  readonly partition: number;
  readonly before: Progress;
  readonly after: Progress;
}

/** The views as `project` writes them. */
export interface ViewStore {
  /**
   * Keeps for each event of a thing (an order, a notification) the first place where it was seen, and answers what is kept of
   * all its events. @param until epoch seconds: kept at least so long. @throws {TransientError}
   */
  firstPlaces(of: string, seen: Places, until: number): Promise<Places>;
  /** Adds a place to those of an event, if they still are what they were. Answers whether they were. @throws {TransientError} */
  seenAgain(of: string, id: string, places: { readonly before: string; readonly after: string }): Promise<boolean>;
  /**
   * Adds to a row, in one write, where the change's condition holds. Answers undefined when it did, otherwise what the row has
   * reached. @throws {TransientError}
   */
  add(key: RowKey, change: RowChange): Promise<Reached | undefined>;
  /** Consistent. @throws {TransientError} */
  reached(key: RowKey): Promise<Reached>;
  /** Of partitions of a topic; consistent. @throws {TransientError} */
  progress(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Progress>>;
  /** All or none, if each still is as it was read. Answers whether it was. @throws {TransientError} */
  advance(topic: string, changes: readonly ProgressChange[]): Promise<boolean>;
  /** The gaps of a partition in order; consistent. @throws {TransientError} */
  gaps(topic: string, partition: number): Promise<readonly Range[]>;
  /** Keeps these, if they still are what they were. Answers whether they were. @throws {TransientError} */
  keepGaps(
    topic: string,
    partition: number,
    gaps: { readonly before: readonly Range[]; readonly after: readonly Range[] },
  ): Promise<boolean>;
  /** Notes the time of the newest event applied of a topic, where it is newer than the one known. @throws {TransientError} */
  touch(topic: string, at: string): Promise<void>;
}

/** The views as they are asked for. */
export interface ViewReader {
  /** All rows of a view from one to another, both included, in order. @throws {TransientError} */
  rows(view: string, from?: string, to?: string): Promise<readonly (Pick<RowKey, 'row'> & Pick<Row, 'counts'>)[]>;
  /** Time of the newest event applied, by topic. @throws {TransientError} */
  newest(): Promise<Readonly<Record<string, string>>>;
  /** Records that were dead-lettered and are in no view yet, by topic. @throws {TransientError} */
  deadLettered(): Promise<Readonly<Record<string, number>>>;
}

/** Where a record lies. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A record that the projection dead-lettered. */
export interface NotedRecord extends RecordPlace {
  /** Of its event, where it could be read. */
  readonly eventId?: string;
}

/** What the projection dead-lettered, until the views have it: replayed, or by a rebuild. */
export interface DeadLetterNotes {
  /** @throws {TransientError} */
  note(records: readonly NotedRecord[]): Promise<void>;
  /** Forgets records by their events, which the views have now. @throws {TransientError} */
  forget(eventIds: ReadonlySet<string>): Promise<void>;
}

/** One consumer of a topic: where its partitions end, and up to where it has acknowledged them. */
export interface ConsumerPosition {
  readonly topic: string;
  readonly partition: number;
  /** The first record that retention has left. */
  readonly first: number;
  readonly end: number;
  /** At least `first`: what retention has taken does not wait. */
  readonly acknowledged: number;
  /** Records that retention took before they were acknowledged. */
  readonly lost: number;
}

export interface ConsumerPositions {
  /** Of all topics that the views are made of. @throws {TransientError} */
  read(): Promise<readonly ConsumerPosition[]>;
  /** When the oldest record was written that waits in a topic (ms), to about a twentieth of its age. @throws {TransientError} */
  waitingSince(topic: string, positions: readonly ConsumerPosition[], now: number): Promise<number>;
}
