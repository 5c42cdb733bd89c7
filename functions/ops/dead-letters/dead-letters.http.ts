import type { ReplayDeadLettersRequest } from '../../../schemas/generated/types.ts';
import { validateReplayDeadLettersRequest } from '../../../schemas/generated/validators.js';
import { topicNames } from '../../../schemas/topics.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Route } from '../../shared/runtime/http/http-handler.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import { type HttpResponse, json } from '../../shared/runtime/http/response.ts';
import { validBody } from '../../shared/runtime/http/valid-body.ts';
import { ProduceOutcomeUnknown } from '../../shared/runtime/kafka/produce-failure.ts';
import { pageNamed } from './dead-letter-page-domain.ts';
import { type listDeadLetters, MarkOutcomeUnknown, type NotReplayed, type replayDeadLetters } from './dead-letters.ts';

const limits = { usual: 50, most: 200 } as const;

const malformed = (detail: string): HttpResponse => problem('malformed-request', { detail });

/** `GET /admin/dead-letters?topic=<topic>&limit=<1 to 200>&page=<next of the page before>`. */
export const deadLettersRoute =
  (list: ReturnType<typeof listDeadLetters>): Route =>
  async (request) => {
    const topic = topicNames.find((name) => name === request.query('topic'));
    if (topic === undefined) return malformed(`topic is one of ${topicNames.join(', ')}`);
    const limit = request.query('limit') ?? String(limits.usual);
    if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > limits.most) {
      return malformed(`limit is a whole number, 1 to ${limits.most}`);
    }
    const name = request.query('page');
    const page = name === undefined ? ok(undefined) : pageNamed(name);
    if (!page.ok) return malformed(page.error);
    const { value } = page;
    return json(
      200,
      await list({ topic, limit: Number(limit), deadline: request, ...(value !== undefined && { page: value }) }),
    );
  };

const notReplayed = ({ why, at }: NotReplayed): HttpResponse => {
  const errorsOf = (detail: string) => at.map((index) => ({ pointer: `/letters/${index}`, detail }));
  return why === 'gone'
    ? problem('not-found', {
        detail: 'Nothing was written: the queue does not hold all of these records',
        errors: errorsOf('is not in the queue, or not any more'),
      })
    : problem('validation-failed', {
        detail: 'Nothing was written: the original of some of these records is unknown',
        errors: errorsOf('has no known original record'),
      });
};

/** `POST /admin/dead-letters/replay`. */
export const replayRoute =
  (replay: ReturnType<typeof replayDeadLetters>): Route =>
  async (request) => {
    const body = validBody<ReplayDeadLettersRequest>(request, validateReplayDeadLettersRequest);
    if (!body.ok) return body.error;
    try {
      const replayed = await replay({ ...body.value, by: request.actor, deadline: request });
      return replayed.ok ? json(202, replayed.value) : notReplayed(replayed.error);
    } catch (thrown) {
      if (!(thrown instanceof ProduceOutcomeUnknown || thrown instanceof MarkOutcomeUnknown)) throw thrown;
      const detail = 'The records may have been written back. Ask again: consumers know what they have done already';
      return problem('outcome-unknown', { detail });
    }
  };
