import { setTimeout as delay } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import type {
  CancelOrderRequest,
  OrderAccepted,
  OrderRequestAccepted,
  OrderStatus,
  PlaceOrderRequest,
  Problem,
} from '../../schemas/generated/types.ts';
import { fetchAnswer, NoAnswer } from './no-answer.ts';

/** Address of the HTTP API and the caller. `apiUrl` ends with a slash and includes the stage. */
export interface ApiTarget {
  readonly apiUrl: string;
  readonly apiKey: string;
  /** A user's, where clients are users: then there is no API key. */
  readonly token?: string;
}

export interface PlacedOrder {
  readonly order: OrderAccepted;
  /** The answer repeats an earlier one: the key was used before with the same body. */
  readonly replayed: boolean;
  /** From the first byte sent to the last received, of the attempt that succeeded. */
  readonly milliseconds: number;
}

/** The answer to one attempt. */
export interface SubmittedOrder {
  readonly status: number;
  /** Of a 201. */
  readonly order?: OrderAccepted;
  /** Of any other answer. */
  readonly problem?: Problem;
}

/** The API refused: a problem document and its HTTP status. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    const fields = (problem.errors ?? []).map(({ pointer, detail }) => `\n  ${pointer || '/'}: ${detail}`).join('');
    super(`${status} ${problem.title}${problem.detail ? `: ${problem.detail}` : ''}${fields}`);
    this.status = status;
    this.problem = problem;
  }
}

/** Answers after which the same request with the same key may be sent again: busy, throttled, refused, outcome unknown. */
const busy: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const retriable: ReadonlySet<number> = new Set([409, ...busy]);
/** Long enough for a broker to come back; after it, the order is reported as rejected. */
const retryForMs = 120_000;
const requestTimeoutMs = 35_000;

export const problemOf = async (response: Response): Promise<Problem> => {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<Problem> & { readonly message?: string };
    const title = body.title ?? body.message ?? response.statusText;
    return { ...body, type: body.type ?? 'about:blank', title, status: response.status };
  } catch {
    return { type: 'about:blank', title: text.slice(0, 200) || response.statusText, status: response.status };
  }
};

const waitRetryAfter = async (response: Response): Promise<void> => {
  const seconds = Number(response.headers.get('retry-after'));
  if (Number.isFinite(seconds) && seconds > 0) await delay(seconds * 1000);
};

/** @throws {ApiProblem} always: to be retried after the answer's Retry-After, or final. */
const refused = async (response: Response, mayBeRepeated: ReadonlySet<number>): Promise<never> => {
  const problem = new ApiProblem(response.status, await problemOf(response));
  if (!mayBeRepeated.has(response.status)) throw new AbortError(problem);
  await waitRetryAfter(response);
  throw problem;
};

const repeated = <T>(attempt: () => Promise<T>, retries: number): Promise<T> =>
  pRetry(attempt, {
    retries,
    maxRetryTime: retryForMs,
    minTimeout: 100,
    maxTimeout: 5_000,
    randomize: true,
    shouldRetry: ({ error }) => !(error instanceof NoAnswer && error.gone),
  });

/** An order to place; a user places its own. */
export type NewOrder = Omit<PlaceOrderRequest, 'user_id'> & Partial<Pick<PlaceOrderRequest, 'user_id'>>;

/** The HTTP API of orders, as a trusted caller with an API key sees it, or a user. */
export class OrdersApi {
  readonly #target: ApiTarget;

  constructor(target: ApiTarget) {
    this.#target = target;
  }

  /**
   * Posts one order. With an idempotency key a lost or refused attempt is repeated, which is safe; without one it is not.
   * @throws {ApiProblem} the order was refused, or is of unknown outcome after the last attempt.
   * @throws {NoAnswer}
   */
  place(order: NewOrder, idempotencyKey?: string): Promise<PlacedOrder> {
    const attempt = async (): Promise<PlacedOrder> => {
      const started = performance.now();
      const response = await this.#fetch('orders', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        body: JSON.stringify(order),
      });
      if (response.status === 201) {
        const accepted = (await response.json()) as OrderAccepted;
        const replayed = response.headers.get('idempotent-replayed') === 'true';
        return { order: accepted, replayed, milliseconds: performance.now() - started };
      }
      return refused(response, retriable);
    };
    return repeated(attempt, idempotencyKey === undefined ? 0 : Number.POSITIVE_INFINITY);
  }

  /**
   * Posts one order once and returns whatever the API answers, without a retry or a wait: for a measurement.
   * @throws {NoAnswer}
   */
  async submit(order: NewOrder, idempotencyKey: string, timeoutMs: number): Promise<SubmittedOrder> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
    const init = { method: 'POST', headers, body: JSON.stringify(order) };
    const response = await this.#fetch('orders', init, timeoutMs);
    const { status } = response;
    if (status === 201) return { status, order: (await response.json()) as OrderAccepted };
    return { status, problem: await problemOf(response) };
  }

  /**
   * Requests the cancellation of an order; a repetition is the same request.
   * @throws {ApiProblem} for instance 404, or 409 when the order is past that.
   */
  cancel(orderId: string, why: CancelOrderRequest = {}): Promise<OrderRequestAccepted> {
    const attempt = async (): Promise<OrderRequestAccepted> => {
      const response = await this.#fetch(`orders/${encodeURIComponent(orderId)}/cancel`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(why),
      });
      if (response.status === 202) return (await response.json()) as OrderRequestAccepted;
      return refused(response, busy);
    };
    return repeated(attempt, Number.POSITIVE_INFINITY);
  }

  /**
   * The order's status. With `waitSeconds` (at most 20) the answer comes with the next change, or at the end of the wait; where
   * the client waits too often at one time, after a second.
   * @throws {ApiProblem} for instance 404.
   */
  async status(orderId: string, waitSeconds = 0): Promise<OrderStatus> {
    const query = waitSeconds > 0 ? `?wait=${waitSeconds}` : '';
    const response = await this.#fetch(`orders/${encodeURIComponent(orderId)}/status${query}`, { method: 'GET' });
    if (response.status === 429 && waitSeconds > 0) {
      await waitRetryAfter(response);
      return this.status(orderId);
    }
    if (response.status !== 200) throw new ApiProblem(response.status, await problemOf(response));
    return (await response.json()) as OrderStatus;
  }

  #fetch(
    path: string,
    init: RequestInit & { readonly headers?: Record<string, string> },
    timeoutMs = requestTimeoutMs,
  ): Promise<Response> {
    const { apiUrl, apiKey, token } = this.#target;
    const caller = token === undefined ? { 'x-api-key': apiKey } : { authorization: `Bearer ${token}` };
    return fetchAnswer(new URL(path, apiUrl), {
      ...init,
      headers: { ...init.headers, ...caller },
      signal: AbortSignal.timeout(timeoutMs),
    });
  }
}
