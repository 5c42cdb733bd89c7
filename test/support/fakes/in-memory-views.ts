import { type Correction, corrected, writesOf } from '../../../functions/analytics/model/correction-domain.ts';
import {
  changed,
  emptyRow,
  isNext,
  type Reached,
  type Row,
  type RowChange,
  type RowKey,
  rowName,
} from '../../../functions/analytics/model/domain.ts';
import { packedAlways } from '../../../functions/analytics/model/packing-domain.ts';
import type {
  DeadLetterNotes,
  NotedRecord,
  Places,
  ProgressChange,
  RecordPlace,
  ViewReader,
  ViewStore,
} from '../../../functions/analytics/model/ports.ts';
import { nothingBegun, type Progress, type Range } from '../../../functions/analytics/model/progress-domain.ts';
import type { LiveRow } from '../../../functions/analytics/model/recount-domain.ts';
import type { SeenPage } from '../../../functions/analytics/model/seen-pages-domain.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** The views in memory, under the contract of the ports. */
export class InMemoryViews implements ViewStore, ViewReader, DeadLetterNotes {
  readonly #deadLettered = new Map<string, NotedRecord>();
  readonly #rows = new Map<string, { readonly key: RowKey; readonly row: Row }>();
  readonly #places = new Map<string, Places>();
  readonly #sizes = new Map<string, number>();
  readonly #progress = new Map<string, Progress>();
  readonly #gaps = new Map<string, readonly Range[]>();
  readonly #newest = new Map<string, string>();
  readonly #corrections = new Map<string, number>();
  #untilFault = Number.POSITIVE_INFINITY;
  #faultAfterwards = false;
  writes = 0;
  /** Events before this day are counted as an earlier release did. */
  firstPackedDay = packedAlways;

  /** Writes after the next `count` fail. With `lost`, the first of them is applied, but its response is lost. */
  failAfter(count: number, lost = false): void {
    this.#untilFault = count;
    this.#faultAfterwards = lost;
  }

  async firstPlaces(of: string, seen: Places): Promise<Places> {
    return this.#write(() => {
      const places = { ...seen, ...this.#places.get(of) };
      this.#places.set(of, places);
      return places;
    });
  }

  async packedFrom(): Promise<string> {
    return this.firstPackedDay;
  }

  async page(name: string): Promise<SeenPage> {
    return { size: this.#sizes.get(name) ?? 0, places: this.#places.get(name) ?? {} };
  }

  async fillPage(...[name, { size, added }]: Parameters<ViewStore['fillPage']>): Promise<boolean> {
    return this.#write(() => {
      if ((this.#sizes.get(name) ?? 0) !== size) return false;
      this.#sizes.set(name, size + Object.keys(added).length);
      this.#places.set(name, { ...this.#places.get(name), ...added });
      return true;
    });
  }

  async addPlace(...[item, id, { before, after }]: Parameters<ViewStore['addPlace']>): Promise<boolean> {
    return this.#write(() => {
      if (this.#places.get(item)?.[id] !== before) return false;
      this.#places.set(item, { ...this.#places.get(item), [id]: after });
      return true;
    });
  }

  async reached(key: RowKey): Promise<Reached> {
    return this.#rows.get(rowName(key))?.row ?? emptyRow;
  }

  async progress(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Progress>> {
    return new Map(
      partitions.flatMap((partition) => {
        const known = this.#progress.get(`${topic}-${partition}`);
        return known === undefined ? [] : [[partition, known] as const];
      }),
    );
  }

  async advance(topic: string, changes: readonly ProgressChange[]): Promise<boolean> {
    return this.#write(() => {
      const of = ({ partition }: ProgressChange): string => `${topic}-${partition}`;
      const text = (progress: Progress): string => JSON.stringify(progress);
      if (changes.some((one) => text(this.#progress.get(of(one)) ?? nothingBegun) !== text(one.before))) return false;
      for (const one of changes) this.#progress.set(of(one), one.after);
      return true;
    });
  }

  async gaps(topic: string, partition: number): Promise<readonly Range[]> {
    return this.#gaps.get(`${topic}-${partition}`) ?? [];
  }

  async keepGaps(...[topic, partition, { before, after }]: Parameters<ViewStore['keepGaps']>): Promise<boolean> {
    return this.#write(() => {
      const known = this.#gaps.get(`${topic}-${partition}`) ?? [];
      if (JSON.stringify(known) !== JSON.stringify(before)) return false;
      this.#gaps.set(`${topic}-${partition}`, after);
      return true;
    });
  }

  async add(key: RowKey, change: RowChange): Promise<Reached | undefined> {
    return this.#write(() => {
      const { row } = this.#rows.get(rowName(key)) ?? { row: emptyRow };
      if (!isNext(row, change)) return row;
      this.#rows.set(rowName(key), { key, row: changed(row, change) });
      return undefined;
    });
  }

  async touch(topic: string, at: string): Promise<void> {
    return this.#write(() => {
      if (at > (this.#newest.get(topic) ?? '')) this.#newest.set(topic, at);
    });
  }

  async note(places: readonly NotedRecord[]): Promise<void> {
    return this.#write(() => {
      for (const place of places) this.#deadLettered.set(`${place.topic}|${place.partition}:${place.offset}`, place);
    });
  }

  async forget(eventIds: ReadonlySet<string>): Promise<void> {
    return this.#write(() => {
      for (const [name, { eventId }] of this.#deadLettered)
        if (eventId !== undefined && eventIds.has(eventId)) this.#deadLettered.delete(name);
    });
  }

  async deadLettered(): Promise<Readonly<Record<string, number>>> {
    const byTopic = Map.groupBy(this.#deadLettered.values(), ({ topic }) => topic);
    return Object.fromEntries([...byTopic].map(([topic, { length }]) => [topic, length]));
  }

  async forgetDeadLetters(isCounted: (place: RecordPlace) => boolean): Promise<number> {
    const counted = [...this.#deadLettered].filter(([, place]) => isCounted(place));
    for (const [name] of counted) this.#deadLettered.delete(name);
    return counted.length;
  }

  async rows(view: string, from = ' ', to = '\u{10ffff}') {
    return [...this.#rows.values()]
      .filter(({ key }) => key.view === view && key.row >= from && key.row <= to)
      .map(({ key, row }) => ({ row: key.row, counts: row.counts }))
      .sort((a, b) => (a.row < b.row ? -1 : 1));
  }

  async newest(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(this.#newest);
  }

  /** Every row by name, sorted: for comparison. */
  get counts(): Readonly<Record<string, Row['counts']>> {
    const sorted = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { row }]) => [name, row.counts]));
  }

  /** The rows that an operator reads. */
  get all(): readonly LiveRow[] {
    return [...this.#rows].map(([name, { key, row }]) => ({
      ...key,
      ...row,
      corrections: this.#corrections.get(name) ?? 0,
    }));
  }

  /** As the operator's table has it, in as many writes. */
  async correct(key: RowKey, correction: Correction, corrections: number): Promise<boolean> {
    return writesOf(correction).every((write, index) => this.#correctOnce(key, write, corrections + index));
  }

  #correctOnce(key: RowKey, correction: Correction, corrections: number): boolean {
    const name = rowName(key);
    const { row } = this.#rows.get(name) ?? { row: emptyRow };
    const after = (this.#corrections.get(name) ?? 0) === corrections ? corrected(row, correction) : undefined;
    if (after === undefined) return false;
    this.#rows.set(name, { key, row: after });
    this.#corrections.set(name, corrections + 1);
    return true;
  }

  /** Corrupts or deletes a row, as no code of the platform does. */
  damage(key: RowKey, row: Row | undefined): void {
    if (row === undefined) this.#rows.delete(rowName(key));
    else this.#rows.set(rowName(key), { key, row });
  }

  async #write<T>(work: () => T): Promise<T> {
    if (this.#untilFault <= 0) {
      if (this.#faultAfterwards && this.#untilFault === 0) work();
      this.#untilFault -= 1;
      throw new TransientError('The store is unreachable');
    }
    this.#untilFault -= 1;
    this.writes += 1;
    return work();
  }
}
