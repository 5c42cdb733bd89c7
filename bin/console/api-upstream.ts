import { fetchAnswer } from '../client/no-answer.ts';
import { type OperatorTarget, SignedRequests } from '../client/signed-requests.ts';
import type { Sender, SentRequest, Upstream } from './upstream.ts';

/** The client that the console is, beside its operator: `headers` authenticate it. */
export interface ConsoleClient {
  readonly headers: Readonly<Record<string, string>>;
}

const requestTimeoutMs = 35_000;

const headersOf = ({ body, idempotencyKey }: SentRequest): Record<string, string> => ({
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
});

/** The HTTP API: routes of operators signed by the operator's access key, those of clients as the client, if it is one. */
export const apiUpstream = (operator: OperatorTarget, client?: ConsoleClient): Upstream => {
  const signed = new SignedRequests(operator);
  const unsigned = ({ method, path, body }: SentRequest, headers: Readonly<Record<string, string>>) =>
    fetchAnswer(new URL(path.replace(/^\/+/, ''), operator.apiUrl), {
      method,
      headers,
      // A redirect would carry the client's key to an address that no one chose.
      redirect: 'manual',
      signal: AbortSignal.timeout(requestTimeoutMs),
      ...(body !== undefined && { body }),
    });
  return {
    senders: new Set<Sender>(['operator', 'public', ...(client === undefined ? [] : (['client'] as const))]),
    send: (sender, request) => {
      const { method, path, body } = request;
      if (sender === 'operator')
        return signed.send(method, path, { headers: headersOf(request), ...(body !== undefined && { body }) });
      return unsigned(request, { ...headersOf(request), ...(sender === 'client' && client?.headers) });
    },
  };
};
