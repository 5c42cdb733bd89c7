import {
  type ApiAnswer,
  type ApiRequest,
  type HeaderLine,
  headerValue,
} from '../../localstack/api/http/http-message.ts';
import { NoAnswer } from '../client/no-answer.ts';
import { answer, problem } from './answers.ts';
import { catalogueRequest } from './catalogue-request.ts';
import type { SentRequest, Upstream } from './upstream.ts';

/** Headers of an answer that the page reads. */
const forwardedHeaders = ['Retry-After', 'Idempotent-Replayed'] as const;

const answerOf = async (response: Response): Promise<ApiAnswer> =>
  answer({
    status: response.status,
    contentType: response.headers.get('content-type') ?? 'application/json',
    body: Buffer.from(await response.arrayBuffer()),
    headers: forwardedHeaders.flatMap((name): HeaderLine[] => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  });

const sentRequest = (path: string, { method, query, headers, body }: ApiRequest): SentRequest => {
  const idempotencyKey = headerValue(headers, 'idempotency-key');
  return {
    method,
    path: query === '' ? path : `${path}?${query}`,
    ...(body.length > 0 && { body: body.toString() }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
};

/** Why a request got no answer: the platform is gone, or too slow. */
export const noAnswer = (error: unknown): ApiAnswer => {
  if (!(error instanceof NoAnswer)) throw error;
  return problem(502, 'The platform does not answer', error.message);
};

/** Sends a request of the page to the route of the catalogue that it names, as the caller that the route requires. */
export const forward = async (upstream: Upstream, path: string, request: ApiRequest): Promise<ApiAnswer> => {
  const found = catalogueRequest(request.method, path);
  if (found === undefined) return problem(404, 'No such route');
  const { access } = found;
  if (access === 'gateway' || !upstream.senders.has(access))
    return problem(403, 'Not for this console', `the route is for callers of the kind ${access}`);
  try {
    return await answerOf(await upstream.send(access, sentRequest(found.path, request)));
  } catch (error) {
    return noAnswer(error);
  }
};
