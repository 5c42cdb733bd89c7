/** Marks a replayed record. */
export interface ReplayMark {
  /** RFC 3339 UTC, before the first of them was written. */
  readonly at: string;
  /** The operator. */
  readonly by: string;
}

/** The place of a record in its topic, and its event id. */
interface Original {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly event_id?: string | undefined;
}

/** The marks of a record: by place, because two consumers may dead-letter it, and by event, because it may be emitted twice. */
export const marksOf = ({ topic, partition, offset, event_id }: Original): readonly string[] => [
  `${topic}|${partition}@${offset}`,
  ...(event_id === undefined ? [] : [`${topic}|${event_id}`]),
];

/**
 * The replay that wrote back all records of a letter; undefined if there is none. A replay covers earlier letters, because all
 * consumers receive the record again; a record that fails after it is in a new letter, which is still to be replayed.
 * @param letteredAt RFC 3339 UTC of the letter.
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
