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
}

/** One consumer of a topic: where its partitions end, and up to where it has acknowledged them. */
export interface ConsumerPosition {
  readonly topic: string;
  readonly partition: number;
  /** The first record that retention has left. */
  readonly first: number;
  readonly end: number;
  readonly acknowledged: number;
}

export interface ConsumerPositions {
  /** Of all topics that the views are made of. @throws {TransientError} */
  read(): Promise<readonly ConsumerPosition[]>;
}
