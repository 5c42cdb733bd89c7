/** That records were written back to their topic. */
export interface ReplayMark {
  /** RFC 3339 UTC, before the first of them was written. */
  readonly at: string;
  /** Who asked for it. */
  readonly by: string;
}

/** Where a record was in its topic, and the event that it says it is. */
interface Original {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly event_id?: string | undefined;
}

/** What a record is marked by: a record that two consumers dead-lettered is one, and an event that was emitted twice is one. */
export const marksOf = ({ topic, partition, offset, event_id }: Original): readonly string[] => [
  `${topic}|${partition}@${offset}`,
  ...(event_id === undefined ? [] : [`${topic}|${event_id}`]),
];

/**
 * The replay that wrote back all that a letter holds; undefined where there is none. A replay covers what was dead-lettered before
 * it: all consumers get the record again. What fails after it is dead-lettered once more, and that letter is to be replayed.
 * @param letteredAt RFC 3339 UTC: when the letter was written.
 */
export const replayOf = (
  letteredAt: string,
  originals: readonly Original[],
  marks: ReadonlyMap<string, ReplayMark>,
): ReplayMark | undefined => {
  const covering = originals.map((original) =>
    marksOf(original)
      .flatMap((name) => marks.get(name) ?? [])
      .find(({ at }) => letteredAt <= at),
  );
  return covering.includes(undefined) ? undefined : covering[0];
};
