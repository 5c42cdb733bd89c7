import type { Idiom, Received } from '../shared/runtime/idioms/batch.ts';
import { concurrently } from '../shared/runtime/idioms/concurrently.ts';
import { settled, settleTogether } from '../shared/runtime/idioms/settlement.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import { type Contribution, changeOf, emptyRow, type Row, rowName } from './domain.ts';
import { type Identity, identityOf } from './identity-domain.ts';
import type { ViewStore } from './ports.ts';
import { type CountedEvent, contributionsOf } from './views-domain.ts';

type ReceivedEvent = Received<CountedEvent>;

/** Rows, and things whose events are looked up, at one time. Few: nobody waits for the views, and orders write too. */
const concurrency = 8;

/** An event may come again for as long as its topic (7 days), then a dead-letter queue (30 days) and the topic again keep it. */
const keptSeconds = 60 * 86_400;

/** Times that a row moved on between two looks: only another invocation with the same partition moves it. */
const raceLimit = 8;

const placeOf = ({ record }: ReceivedEvent): string => `${record.partition}:${record.offset}`;

/** The records that are the first to bring their event: one delivered again is, one emitted again is not. */
const firsts = async (received: readonly ReceivedEvent[], store: ViewStore): Promise<readonly ReceivedEvent[]> => {
  const known = new Map<string, string>();
  const named = received.flatMap((one) => {
    const identity = identityOf(one.event);
    return identity === undefined ? [] : [{ ...identity, place: placeOf(one) }];
  });
  const things = [...Map.groupBy(named, ({ of }) => of)];
  await concurrently(things, concurrency, async ([of, seen]) => {
    // The first of two in one batch is kept: hence backwards.
    const places = Object.fromEntries(seen.toReversed().map(({ id, place }) => [id, place]));
    const kept = await store.firstPlaces(of, places, keptUntil(seen));
    for (const [id, place] of Object.entries(kept)) known.set(`${of}|${id}`, place);
  });
  return received.filter((one) => {
    const identity = identityOf(one.event);
    return identity === undefined || known.get(`${identity.of}|${identity.id}`) === placeOf(one);
  });
};

const keptUntil = (seen: readonly Identity[]): number =>
  Math.max(...seen.map(({ at }) => Math.floor(Date.parse(at) / 1_000))) + keptSeconds;

/** Adds all contributions of one row that it has not counted yet. */
const addToRow = async (contributions: readonly Contribution[], store: ViewStore): Promise<void> => {
  const [key] = contributions;
  if (key === undefined) return;
  let row: Pick<Row, 'fences'> = emptyRow;
  for (let attempt = 1; attempt <= raceLimit; attempt += 1) {
    const change = changeOf(contributions, row);
    if (change === undefined) return;
    const fences = await store.add({ view: key.view, row: key.row }, change);
    if (fences === undefined) return;
    row = { fences };
  }
  throw new TransientError(`Another writer won ${raceLimit} races for the row ${rowName(key)}`);
};

const count = async (received: readonly ReceivedEvent[], store: ViewStore): Promise<void> => {
  const first = await firsts(received, store);
  const contributions = first.flatMap(({ event, record }) => contributionsOf(event, record));
  const rows = [...Map.groupBy(contributions, rowName).values()];
  await concurrently(rows, concurrency, (row) => addToRow(row, store));
  for (const [topic, group] of Map.groupBy(received, ({ record }) => record.topic)) {
    const times = group.map(({ event }) => event.timestamp).sort();
    await store.touch(topic, times.at(-1) ?? '');
  }
};

/**
 * Counts what happened in the views, each event once, however often and wherever it lies: rows refuse what they have counted,
 * and an event emitted again is known by its first place. Says nothing.
 */
export const project =
  ({ store }: { readonly store: ViewStore }): Idiom<CountedEvent> =>
  (received) =>
    settleTogether(received, async (some) => {
      await count(some, store);
      return settled();
    });
