import type { TopicName } from '../../schemas/catalogue.ts';
import type { DeadLettersReplayed } from '../../schemas/generated/types.ts';
import { chunksOf } from '../client/batches.ts';
import type { OperatorApi } from '../client/operator-api.ts';
import type { Letter } from './read-letters.ts';

/** As the API allows. */
const perRequest = 100;

/** Names a record of a dead-letter queue. */
type Place = Pick<Letter, 'partition' | 'offset'>;

/**
 * What is to be written back of letters that are listed the newest first: the oldest first, so that what happened first is said
 * first, and of an event that several consumers gave up one letter, which all of them get.
 */
export const toReplay = (letters: readonly Letter[]): readonly Letter[] => {
  const events = new Set<string>();
  return letters.toReversed().filter(({ replayable, event_id }) => {
    if (!replayable || (event_id !== undefined && events.has(event_id))) return false;
    if (event_id !== undefined) events.add(event_id);
    return true;
  });
};

/** Has records of a topic's dead-letter queue written back, in their order. `onProgress` gets how many are. */
export const replayLetters = async (
  operator: Pick<OperatorApi, 'send'>,
  topic: TopicName,
  places: readonly Place[],
  onProgress: (done: number) => void = () => {},
): Promise<DeadLettersReplayed['replayed']> => {
  const replayed: DeadLettersReplayed['replayed'] = [];
  for (const chunk of chunksOf(places, perRequest)) {
    const letters = chunk.map(({ partition, offset }) => ({ partition, offset }));
    const { body } = await operator.send('POST', '/admin/dead-letters/replay', { topic, letters });
    replayed.push(...(body as DeadLettersReplayed).replayed);
    onProgress(replayed.length);
  }
  return replayed;
};
