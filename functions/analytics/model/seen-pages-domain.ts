import { dayOf, minuteOf } from './time-domain.ts';

/** A page of the places of events: one item of a minute, whose write is shared by the events of a batch. */
export interface SeenPage {
  /** Its number of events; grows to the limit, never shrinks. */
  readonly size: number;
  /** As {@link Places}: the places of its events by event id. */
  readonly places: Readonly<Record<string, string>>;
}

/** An event as its pages are found: they depend on the event alone. */
export interface PagedEvent {
  /** The kind of its entity, and the entity: `order|<order id>`. */
  readonly of: string;
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
}

/**
 * Events of a page. 200 ids and places are 9 KB, within an update's expression of 4 KB; the larger a page, the more a write that adds
 * one event costs. Never raised: an event beyond a page that was full would be looked for in it.
 */
export const pageLimit = 200;

/** Digits of the event id that name the pages of a minute: one page, then sixteen. */
const levels = [0, 1] as const;

/**
 * The pages of an event, in the order in which they fill up: an event is in the first that had room when it was first seen. A full page
 * stays full, so that a reader which passes full pages finds it. If all are full, its entity has an item of its own.
 */
export const pagesOf = ({ of, id, at }: PagedEvent): readonly string[] => {
  const [kind] = of.split('|', 1);
  return levels.map((digits) => ['page', kind, dayOf(at), minuteOf(at), id.slice(0, digits)].join('|'));
};

/** The most pages of an event. */
export const pageLevels = levels.length;
