import pLimit from 'p-limit';
import type { NewOrder, SubmittedOrder } from '../client/orders-api.ts';
import type { LoadClock } from './load-clock.ts';
import type { LoadTarget } from './load-target.ts';

/** A request to place an order, which may have placed it. */
export interface UnknownOutcome {
  readonly key: string;
  readonly order: NewOrder;
}

/** 503 promises that the order was not accepted; any other fault of the server, or no answer, promises nothing. */
export const isUnknown = (status: number | undefined): boolean =>
  status === undefined || status === 409 || (status >= 500 && status !== 503);

/** Answers after which another attempt may succeed. */
const isBusy = (status: number): boolean => status === 409 || status === 429 || status >= 500;

const atOnce = 8;
const pauseMs = 500;
const resolvedWithinMs = 120_000;

/** The answer to the last repetition, undefined where none was definite in time. */
const repeat = async (
  target: Pick<LoadTarget, 'submit'>,
  { key, order }: UnknownOutcome,
  clock: LoadClock,
): Promise<SubmittedOrder | undefined> => {
  for (const deadline = clock.now() + resolvedWithinMs; clock.now() < deadline; ) {
    const answer = await target.submit(order, key).catch(() => undefined);
    if (answer !== undefined && !isBusy(answer.status)) return answer;
    await clock.until(clock.now() + pauseMs);
  }
  return undefined;
};

/**
 * Repeats each request under its own key, as a client does: the API answers with the order that the first attempt placed, or
 * places it now.
 * @returns the answers, one each; undefined where the outcome stays unknown.
 */
export const resolveUnknown = <T extends UnknownOutcome>(
  target: Pick<LoadTarget, 'submit'>,
  unknown: readonly T[],
  clock: LoadClock,
): Promise<readonly { readonly request: T; readonly answer: SubmittedOrder | undefined }[]> =>
  pLimit(atOnce).map(unknown, async (request) => ({ request, answer: await repeat(target, request, clock) }));
