import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import type { Received } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { LostPlace } from '../model/domain.ts';
import { identityOf } from '../model/identity-domain.ts';
import { isPacked } from '../model/packing-domain.ts';
import type { ViewStore } from '../model/ports.ts';
import type { CountedEvent } from '../model/views-domain.ts';
import type { BatchProgress } from './progress.ts';
import { type KnownPlaces, type PlacedEvent, placesInPages } from './seen-pages.ts';

type ReceivedEvent = Received<CountedEvent>;

/** A record to count. */
export interface Sighting extends ReceivedEvent {
  /** The places where its event was dead-lettered before all rows had counted it; may include its own. */
  readonly lost: readonly LostPlace[];
  /** The places behind its own where the event was seen again, since it had been lost at its own. */
  readonly later: readonly LostPlace[];
}

/** Which events are packed. */
export interface Packing {
  /** Their first day. */
  readonly packedFrom: string;
  /** Events of a page of places. */
  readonly limit: number;
}

/** Concurrent lookups. */
const concurrency = 8;

/** An event may be redelivered while its topic (7 days), a dead-letter queue (30 days) and, after a replay, the topic retain it. */
const keptSeconds = 60 * 86_400;

const placeOf = ({ record }: ReceivedEvent): string => `${record.partition}:${record.offset}`;
const placesIn = (seen: string): readonly string[] => seen.split(' ');

const placed = (place: string): { readonly partition: number; readonly offset: number } => {
  const [partition = -1, offset = -1] = place.split(':').map(Number);
  return { partition, offset };
};

const lostPlace = (place: string): LostPlace => {
  const { partition, offset } = placed(place);
  return { fence: String(partition), position: offset };
};

const keptUntil = (seen: readonly PlacedEvent[]): number =>
  Math.max(...seen.map(({ at }) => Math.floor(Date.parse(at) / 1_000))) + keptSeconds;

/** The items of entities: of events of an earlier release, and of those for which all pages are full. */
const placesInEntities = async (
  events: readonly PlacedEvent[],
  store: ViewStore,
): Promise<ReadonlyMap<string, KnownPlaces>> => {
  const known = new Map<string, KnownPlaces>();
  await concurrently([...Map.groupBy(events, ({ of }) => of)], concurrency, async ([of, seen]) => {
    const places = Object.fromEntries(seen.map(({ id, place }) => [id, place]));
    const kept = await store.firstPlaces(of, places, keptUntil(seen));
    for (const [id, stored] of Object.entries(kept)) known.set(id, { item: of, places: stored });
  });
  return known;
};

/** The stored places of each event, including this batch's if it is the first. */
const placesOf = async (
  received: readonly ReceivedEvent[],
  store: ViewStore,
  { packedFrom, limit }: Packing,
): Promise<ReadonlyMap<string, KnownPlaces>> => {
  // Reversed, so that the first of two duplicates in a batch wins.
  const placed = received.toReversed().map((one) => ({ ...identityOf(one.event), place: placeOf(one) }));
  const events = [...new Map(placed.map((event) => [event.id, event])).values()].reverse();
  // A payment that is restored from a backup, and its notifications, may have another time: they are found by their entity alone.
  const isPaged = ({ of, at }: PlacedEvent): boolean => of.startsWith('order|') && isPacked({ at, packedFrom });
  const paged = await placesInPages(events.filter(isPaged), store, { limit, keptUntil });
  const others = [...events.filter((event) => !isPaged(event)), ...paged.left];
  return new Map([...paged.known, ...(await placesInEntities(others, store))]);
};

/**
 * The records to count: the first record of each event, redelivered or not, and records whose event was lost at every earlier
 * place. Excludes re-emitted events, which are counted at their first place.
 */
export const sightings = async (
  received: readonly ReceivedEvent[],
  progress: BatchProgress,
  store: ViewStore,
  packing: Packing,
): Promise<readonly Sighting[]> => {
  const known = await placesOf(received, store, packing);
  const found: Sighting[] = [];
  for (const one of received) {
    const { id } = identityOf(one.event);
    const { item, places: seen } = known.get(id) ?? { item: '', places: placeOf(one) };
    const places = placesIn(seen);
    const here = places.indexOf(placeOf(one));
    const before = here < 0 ? places : places.slice(0, here);
    const wasLost = await Promise.all(before.map((place) => progress.isLost(placed(place))));
    if (wasLost.includes(false)) continue;
    if (here < 0) {
      // Stored before it is counted, so that a third record of the event finds the second.
      const again = { before: seen, after: `${seen} ${placeOf(one)}` };
      if (!(await store.addPlace(item, id, again))) throw new TransientError(`Another writer saw event ${id} again`);
    }
    const own = progress.isBehindGap(one.record) && (await progress.isLost(one.record)) ? [placeOf(one)] : [];
    const later = here < 0 ? [] : places.slice(here + 1);
    found.push({ ...one, lost: [...before, ...own].map(lostPlace), later: later.map(lostPlace) });
  }
  return found;
};
