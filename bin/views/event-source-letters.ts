import type { TopicName } from '../../schemas/catalogue.ts';
import type { AnalyticsHealth } from '../../schemas/generated/types.ts';
import type { OperatorApi } from '../client/operator-api.ts';
import { type Letter, readLetters } from '../dead-letters/read-letters.ts';

/** Of all groups that feed the projection. */
const groupPrefix = 'analytics-project.';

const isWaiting = ({ given_up_by, consumer_group = '', replayed }: Letter): boolean =>
  given_up_by === 'event-source' && consumer_group.startsWith(groupPrefix) && replayed === undefined;

/**
 * Records that the event source dead-lettered in place of the projection, and that no replay has brought back. The API's count
 * lacks them: the projection records only its own dead letters.
 */
export const eventSourceLetters = async (
  operator: Pick<OperatorApi, 'send'>,
  topics: AnalyticsHealth['topics'],
): Promise<number> => {
  let waiting = 0;
  for (const { topic } of topics) {
    const { letters } = await readLetters(operator, topic as TopicName);
    waiting += letters.filter(isWaiting).length;
  }
  return waiting;
};
