import { chunksOf } from '../../functions/shared/kernel/chunks.ts';
import type { TopicName } from '../../schemas/catalogue.ts';
import type { DeadLettersReplayed } from '../../schemas/generated/types.ts';
import type { OperatorApi } from '../client/operator-api.ts';
import type { Letter } from './read-letters.ts';

/** As the API allows. */
const perRequest = 100;

/** Names a record of a dead-letter queue. */
type Place = Pick<Letter, 'partition' | 'offset'>;

/** A record is in the queue once for each consumer that dead-lettered it; an event that was emitted again, at several places. */
const namesOf = ({ source, event_id }: Letter): readonly string[] => [
  ...(source ? [`${source.partition}@${source.offset}`] : []),
  ...(event_id === undefined ? [] : [event_id]),
];

/**
 * Letters to replay, from a list with the newest first: the oldest first, so that events keep their order;
 * one letter of each record and event, since all consumers get it, and none that a replay has covered.
 */
export const toReplay = (letters: readonly Letter[]): readonly Letter[] => {
  const known = new Set<string>();
  return letters.toReversed().filter((letter) => {
    const names = namesOf(letter);
    if (!letter.replayable || letter.replayed || names.some((name) => known.has(name))) return false;
    for (const name of names) known.add(name);
    return true;
  });
};

interface ReplayOptions {
  /** Also what was replayed already. */
  readonly again?: boolean;
  /** Gets how many are done. */
  readonly onProgress?: (done: number) => void;
}

/** Replays records of a topic's dead-letter queue, in their order. */
export const replayLetters = async (
  operator: Pick<OperatorApi, 'send'>,
  topic: TopicName,
  places: readonly Place[],
  { again = false, onProgress = () => {} }: ReplayOptions = {},
): Promise<Pick<DeadLettersReplayed, 'replayed' | 'skipped'>> => {
  const replayed: DeadLettersReplayed['replayed'] = [];
  const skipped: DeadLettersReplayed['skipped'] = [];
  for (const chunk of chunksOf(places, perRequest)) {
    const letters = chunk.map(({ partition, offset }) => ({ partition, offset }));
    const { body } = await operator.send('POST', '/admin/dead-letters/replay', {
      topic,
      letters,
      ...(again && { again }),
    });
    const answer = body as DeadLettersReplayed;
    replayed.push(...answer.replayed);
    skipped.push(...answer.skipped);
    onProgress(replayed.length + skipped.length);
  }
  return { replayed, skipped };
};
