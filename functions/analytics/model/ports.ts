import type { Reached, Row, RowChange, RowKey } from './domain.ts';
import type { Progress, Range } from './progress-domain.ts';
import type { SeenPage } from './seen-pages-domain.ts';

/**
 * The places of events by event id, separated by spaces: the first one, and those of replays after the event was dead-lettered
 * at all earlier places.
 */
export type Places = Readonly<Record<string, string>>;

/** A partition's progress as read and as it is to be written. */
export interface ProgressChange {
  readonly partition: number;
  readonly before: Progress;
  readonly after: Progress;
}

/** The views as `project` writes them. */
export interface ViewStore {
  /**
   * Stores the first place of each event of an entity (an order, a notification), and returns the stored places of all its
   * events. @param until epoch seconds of the earliest expiry. @throws {TransientError}
   */
  firstPlaces(of: string, seen: Places, until: number): Promise<Places>;
  /** The first day of packed events; decided once. @throws {TransientError} */
  packedFrom(): Promise<string>;
  /** A page of events' places; consistent. @throws {TransientError} */
  page(name: string): Promise<SeenPage>;
  /** Adds events to a page if its size is unchanged; false if it is not. @throws {TransientError} */
  fillPage(
    name: string,
    change: { readonly size: number; readonly added: Places; readonly until: number },
  ): Promise<boolean>;
  /** Adds a place to an event of an item if its places are unchanged; false if they are not. @throws {TransientError} */
  addPlace(item: string, id: string, places: { readonly before: string; readonly after: string }): Promise<boolean>;
  /**
   * Adds to a row in one conditional write. Returns undefined if the condition held, otherwise the offsets that the row has
   * counted. @throws {TransientError}
   */
  add(key: RowKey, change: RowChange): Promise<Reached | undefined>;
  /** Consistent. @throws {TransientError} */
  reached(key: RowKey): Promise<Reached>;
  /** The progress in partitions of a topic; consistent. @throws {TransientError} */
  progress(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Progress>>;
  /** Writes all or none, if each is unchanged since it was read; false if one is not. @throws {TransientError} */
  advance(topic: string, changes: readonly ProgressChange[]): Promise<boolean>;
  /** The gaps of a partition in order; consistent. @throws {TransientError} */
  gaps(topic: string, partition: number): Promise<readonly Range[]>;
  /** Stores the gaps if they are unchanged; false if they are not. @throws {TransientError} */
  keepGaps(
    topic: string,
    partition: number,
    gaps: { readonly before: readonly Range[]; readonly after: readonly Range[] },
  ): Promise<boolean>;
  /** Stores the time of a topic's newest applied event if it is later than the stored one. @throws {TransientError} */
  touch(topic: string, at: string): Promise<void>;
}

/** The views as `query` reads them. */
export interface ViewReader {
  /** All rows of a view in a range, both ends included, in order. @throws {TransientError} */
  rows(view: string, from?: string, to?: string): Promise<readonly (Pick<RowKey, 'row'> & Pick<Row, 'counts'>)[]>;
  /** Time of the newest event applied, by topic. @throws {TransientError} */
  newest(): Promise<Readonly<Record<string, string>>>;
  /** Dead-lettered records that no view has counted yet, by topic. @throws {TransientError} */
  deadLettered(): Promise<Readonly<Record<string, number>>>;
}

/** The place of a record in Kafka. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A dead-lettered record of the projection. */
export interface NotedRecord extends RecordPlace {
  /** The id of its event, if it could be parsed. */
  readonly eventId?: string;
}

/** The projection's dead-lettered records, until a replay or a rebuild counts them. */
export interface DeadLetterNotes {
  /** @throws {TransientError} */
  note(records: readonly NotedRecord[]): Promise<void>;
  /** Deletes the notes of events that the views have counted. @throws {TransientError} */
  forget(eventIds: ReadonlySet<string>): Promise<void>;
}

/** The position of the consumer group in a partition. */
export interface ConsumerPosition {
  readonly topic: string;
  readonly partition: number;
  /** The log start offset. */
  readonly first: number;
  readonly end: number;
  /** The committed offset, at least `first`: deleted records are not pending. */
  readonly acknowledged: number;
  /** Records that retention deleted before they were acknowledged. */
  readonly lost: number;
}

export interface ConsumerPositions {
  /** The positions in all topics of the views. @throws {TransientError} */
  read(): Promise<readonly ConsumerPosition[]>;
  /** The write time (ms) of a topic's oldest pending record, to about a twentieth of its age. @throws {TransientError} */
  waitingSince(topic: string, positions: readonly ConsumerPosition[], now: number): Promise<number>;
}
