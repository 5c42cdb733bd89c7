import type { TopicName } from '../../schemas/catalogue.ts';
import type { DeadLetters } from '../../schemas/generated/types.ts';
import type { OperatorApi } from '../client/operator-api.ts';

export type Letter = DeadLetters['letters'][number];

/** As the API allows. */
const perPage = 200;

export interface ReadLetters extends Omit<DeadLetters, 'next'> {
  /** Whether there are older ones than were requested. */
  readonly more: boolean;
}

/**
 * The records of a topic's dead-letter queue, the newest first, page by page.
 * @param wanted most records, or up to which.
 */
export const readLetters = async (
  operator: Pick<OperatorApi, 'send'>,
  topic: TopicName,
  { limit = Number.POSITIVE_INFINITY, since = '' }: { readonly limit?: number; readonly since?: string } = {},
): Promise<ReadLetters> => {
  const letters: Letter[] = [];
  let page: string | undefined;
  for (;;) {
    const query = new URLSearchParams({
      topic,
      limit: String(Math.min(perPage, limit - letters.length)),
      ...(page !== undefined && { page }),
    });
    const { next, ...listed } = (await operator.send('GET', `/admin/dead-letters?${query}`)).body as DeadLetters;
    letters.push(...listed.letters.filter(({ at }) => at >= since));
    const isEnough = letters.length >= limit || listed.letters.some(({ at }) => at < since);
    if (next === undefined || isEnough) return { ...listed, letters, more: next !== undefined };
    page = next;
  }
};
