import type { ApiAnswer } from '../../localstack/api/http/http-message.ts';

/** Identity as which a request is sent. */
export type Sender = 'operator' | 'client' | 'public';

/** A request as the console sends it on. */
export interface SentRequest {
  readonly method: string;
  /** With its query: `/admin/orders/stuck?limit=10`. */
  readonly path: string;
  /** JSON. */
  readonly body?: string;
  readonly idempotencyKey?: string;
}

/** The HTTP API, as the console's server reaches it. */
export interface Upstream {
  /** Identities that the console has; it refuses routes of other callers. */
  readonly senders: ReadonlySet<Sender>;
  /** @returns any answer of the API. @throws {NoAnswer} */
  send(sender: Sender, request: SentRequest): Promise<Response>;
}

/** What only a platform on this machine has. */
export interface LocalPlatform {
  /** Answers a request below `/local`; undefined for an unknown one. `path` begins with a slash. */
  answer(request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
  }): Promise<ApiAnswer | undefined>;
}
