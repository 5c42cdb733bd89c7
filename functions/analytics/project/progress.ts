import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { ViewStore } from '../model/ports.ts';
import {
  begun,
  crossing,
  finished,
  gapBefore,
  isInGap,
  nothingBegun,
  type Progress,
  type Range,
  withGaps,
} from '../model/progress-domain.ts';

/** Races lost in a row against another invocation. */
const raceLimit = 8;

interface Placed {
  readonly partition: number;
  readonly offset: number;
}

const rangesOf = (places: readonly Placed[]): ReadonlyMap<number, Range> =>
  new Map(
    [...Map.groupBy(places, ({ partition }) => partition)].map(([partition, some]) => {
      const offsets = some.map(({ offset }) => offset);
      return [partition, [Math.min(...offsets), Math.max(...offsets)]];
    }),
  );

/**
 * The projection's progress in the partitions of a batch, stored at its begin and end: offsets that never end were dead-lettered.
 */
export class BatchProgress {
  readonly #store: ViewStore;
  readonly #topic: string;
  readonly #ranges: ReadonlyMap<number, Range>;
  /** The last written progress. */
  readonly #known = new Map<number, Progress>();
  readonly #gaps = new Map<number, readonly Range[]>();

  constructor(store: ViewStore, topic: string, places: readonly Placed[]) {
    this.#store = store;
    this.#topic = topic;
    this.#ranges = rangesOf(places);
  }

  /** @throws {TransientError} */
  async begin(): Promise<void> {
    await this.#change(this.#ranges, async (partition, known, range) => {
      const { progress, gaps } = begun(known, range);
      // Gaps first: an invocation that has crossed one must find it.
      if (gaps.length > 0) await this.#keep(partition, gaps);
      return progress;
    });
  }

  /** Records a gap for a record that the projection is about to dead-letter, before it counts any behind it. @throws {TransientError} */
  async recordGap({ partition, offset }: Placed): Promise<void> {
    const gap: Range = [offset, offset];
    await this.#keep(partition, [gap]);
    await this.#change(new Map([[partition, gap]]), async (_, known) => crossing(known, gap));
  }

  /** @param failed places that are redelivered, with all behind them. @throws {TransientError} */
  async end(failed: readonly Placed[]): Promise<void> {
    const firstFailed = new Map([...rangesOf(failed)].map(([partition, [first]]) => [partition, first]));
    const done = [...this.#ranges].flatMap(([partition, [first, last]]): [number, Range][] => {
      const end = (firstFailed.get(partition) ?? last + 1) - 1;
      return end < first ? [] : [[partition, [first, end]]];
    });
    await this.#change(new Map(done), async (_, known, range) => finished(known, range));
  }

  /** Whether the partition's fence may have passed a record before it was counted. */
  isBehindGap({ partition, offset }: Placed): boolean {
    return offset <= this.#crossed(partition);
  }

  /** @throws {TransientError} */
  async isLost({ partition, offset }: Placed): Promise<boolean> {
    return isInGap(await this.#gapsOf(partition), offset);
  }

  /** The end of the last gap before a place. @throws {TransientError} */
  async gapBefore(place: Placed): Promise<number | undefined> {
    const crossed = this.#crossed(place.partition);
    if (place.offset > crossed) return crossed < 0 ? undefined : crossed;
    return gapBefore(await this.#gapsOf(place.partition), place.offset);
  }

  #crossed(partition: number): number {
    return this.#known.get(partition)?.crossed ?? -1;
  }

  async #progressOf(partitions: readonly number[]): Promise<ReadonlyMap<number, Progress>> {
    if (partitions.every((partition) => this.#known.has(partition))) return new Map(this.#known);
    return this.#store.progress(this.#topic, partitions);
  }

  async #gapsOf(partition: number): Promise<readonly Range[]> {
    const known = this.#gaps.get(partition) ?? (await this.#store.gaps(this.#topic, partition));
    this.#gaps.set(partition, known);
    return known;
  }

  async #keep(partition: number, added: readonly Range[]): Promise<void> {
    for (let attempt = 1; attempt <= raceLimit; attempt += 1) {
      const before = await this.#store.gaps(this.#topic, partition);
      const after = withGaps(before, added);
      if (await this.#store.keepGaps(this.#topic, partition, { before, after })) {
        this.#gaps.set(partition, after);
        return;
      }
    }
    throw this.#lostRaces();
  }

  async #change(
    ranges: ReadonlyMap<number, Range>,
    next: (partition: number, known: Progress, range: Range) => Promise<Progress>,
  ): Promise<void> {
    if (ranges.size === 0) return;
    for (let attempt = 1; attempt <= raceLimit; attempt += 1) {
      const known = await this.#progressOf([...ranges.keys()]);
      const changes = [];
      for (const [partition, range] of ranges) {
        const before = known.get(partition) ?? nothingBegun;
        changes.push({ partition, before, after: await next(partition, before, range) });
      }
      if (await this.#store.advance(this.#topic, changes)) {
        for (const { partition, after } of changes) this.#known.set(partition, after);
        return;
      }
      this.#known.clear();
    }
    throw this.#lostRaces();
  }

  #lostRaces(): TransientError {
    return new TransientError(`Another writer won ${raceLimit} races for the progress in ${this.#topic}`);
  }
}
