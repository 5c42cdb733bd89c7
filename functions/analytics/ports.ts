import type { Fences, Row, RowChange, RowKey } from './domain.ts';

/** Where events were first seen, by event id. */
export type Places = Readonly<Record<string, string>>;

/** The views as `project` writes them. */
export interface ViewStore {
  /**
   * Keeps for each event of a thing (an order, a notification) the first place where it was seen, and answers what is kept of
   * all its events. @param until epoch seconds: kept at least so long. @throws {TransientError}
   */
  firstPlaces(of: string, seen: Places, until: number): Promise<Places>;
  /**
   * Adds to a row, in one write, where each of the change's fences still stands before its `from`. Answers undefined when it
   * did, otherwise the fences as they stand. @throws {TransientError}
   */
  add(key: RowKey, change: RowChange): Promise<Fences | undefined>;
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

/** What the projection dead-lettered, until a rebuild has counted it. */
export interface DeadLetterNotes {
  /** @throws {TransientError} */
  note(places: readonly RecordPlace[]): Promise<void>;
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
