import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { ViewStore } from '../model/ports.ts';
import { type PagedEvent, pageLevels, pagesOf } from '../model/seen-pages-domain.ts';

/** An event of a batch with its first place in the batch. */
export interface PlacedEvent extends PagedEvent {
  readonly place: string;
}

/** The places of an event, and the item that stores them. */
export interface KnownPlaces {
  readonly item: string;
  readonly places: string;
}

/** Pages processed at one time. */
const concurrency = 8;

/** Races lost in a row: invocations with other partitions fill the same pages. */
const raceLimit = 8;

interface Page {
  readonly name: string;
  readonly limit: number;
  /** Epoch seconds of its expiry. */
  readonly until: number;
}

/** Adds the events that the page lacks, as far as it has room. Returns those that are in no page yet. */
const fill = async (
  { name, limit, until }: Page,
  events: readonly PlacedEvent[],
  store: ViewStore,
  found: (event: PlacedEvent, places: string) => void,
): Promise<readonly PlacedEvent[]> => {
  for (let attempt = 1; attempt <= raceLimit; attempt += 1) {
    const { size, places } = await store.page(name);
    const isKnown = ({ id }: PlacedEvent): boolean => places[id] !== undefined;
    const missing = events.filter((event) => !isKnown(event));
    const added = missing.slice(0, Math.max(0, limit - size));
    const change = { size, added: Object.fromEntries(added.map(({ id, place }) => [id, place])), until };
    // Only once they are stored, a page counts as full, and its other events go to the next one.
    if (added.length > 0 && !(await store.fillPage(name, change))) continue;
    for (const event of events) if (isKnown(event)) found(event, places[event.id] ?? '');
    for (const event of added) found(event, event.place);
    return missing.slice(added.length);
  }
  throw new TransientError(`Another writer won ${raceLimit} races for ${name}`);
};

/**
 * The stored places of events, which are stored at their places of this batch if they have none. A minute's events share pages, so that
 * a batch costs a write for some twenty of them.
 * @param limit events of a page. @param keptUntil of a page, from its events.
 * @returns the places by event id, and the events for which all pages are full.
 */
export const placesInPages = async (
  events: readonly PlacedEvent[],
  store: ViewStore,
  { limit, keptUntil }: { readonly limit: number; readonly keptUntil: (events: readonly PlacedEvent[]) => number },
): Promise<{ readonly known: ReadonlyMap<string, KnownPlaces>; readonly left: readonly PlacedEvent[] }> => {
  const known = new Map<string, KnownPlaces>();
  let left = events;
  for (let level = 0; level < pageLevels; level += 1) {
    const rest: PlacedEvent[] = [];
    await concurrently([...Map.groupBy(left, (event) => pagesOf(event)[level] ?? '')], concurrency, async (page) => {
      const [name, some] = page;
      const until = keptUntil(some);
      const found = ({ id }: PlacedEvent, places: string): void => void known.set(id, { item: name, places });
      rest.push(...(await fill({ name, limit, until }, some, store, found)));
    });
    left = rest;
  }
  return { known, left };
};
