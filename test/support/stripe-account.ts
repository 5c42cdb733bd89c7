import type { StripeReply, StripeRequest, StripeResponse } from './stripe-server.ts';

type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'canceled';

export interface StripeIntent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  status: IntentStatus;
  payment_method: string | null;
  last_payment_error: object | null;
}

export interface StripeRefund {
  readonly id: string;
  readonly object: 'refund';
  readonly payment_intent: string;
  readonly amount: number;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  failure_reason?: string;
}

const hourMs = 3_600_000;
const keyLifetimeMs = 24 * hourMs;

const error = (status: number, fields: object): StripeResponse => ({ status, body: { error: fields } });
const invalid = (code: string, more: object = {}, status = 400): StripeResponse =>
  error(status, { type: 'invalid_request_error', code, ...more });

const declinedCard = (declineCode: string) => ({
  type: 'card_error',
  code: 'card_declined',
  decline_code: declineCode,
  message: 'Your card was declined.',
});

const cancellable: ReadonlySet<IntentStatus> = new Set([
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]);
const confirmable: ReadonlySet<IntentStatus> = new Set(['requires_payment_method', 'requires_confirmation']);

interface StripeAccountOptions {
  /** Milliseconds; its own clock where absent, which `advance` moves. */
  readonly now?: () => number;
  /** Called with each intent and refund whose status changes. */
  readonly changed?: (object: StripeIntent | StripeRefund) => void;
}

/**
 * Stripe's documented behaviour of payment intents, refunds, idempotency keys and search, as far as the adapter relies on it: a key
 * replays its first response, errors too, and expires after a day of this account's clock; an intent's status shows
 * its outcome; a cancelled intent cannot be confirmed, one that has succeeded or is processing cannot be cancelled; the
 * search is a minute behind.
 *
 * Payment methods: `pm_card_declined_<reason>` is declined, `pm_unknown…` does not exist, `pm_debit` is processing until it is
 * finished, `pm_card_pendingRefund` has refunds that are pending until they are finished; any other succeeds.
 */
export class StripeAccount {
  readonly intents = new Map<string, StripeIntent>();
  readonly refunds = new Map<string, StripeRefund>();
  searchLagMs = 60_000;
  #advanced = 0;
  readonly #options: StripeAccountOptions;
  readonly #answers = new Map<string, { readonly request: string; readonly response: StripeResponse; at: number }>();
  /** Versions of each intent by time, for the search. */
  readonly #past: { readonly at: number; readonly intent: StripeIntent }[] = [];

  constructor(options: StripeAccountOptions = {}) {
    this.#options = options;
  }

  get #now(): number {
    return (this.#options.now?.() ?? 0) + this.#advanced;
  }

  /** Advances the clock. */
  advance(ms: number): void {
    this.#advanced += ms;
  }

  /** Advances the clock by more than a day. */
  forgetKeys(): void {
    this.advance(keyLifetimeMs + hourMs);
  }

  /** Finishes the payments that are processing. */
  finish(id: string, end: 'succeeded' | 'failed'): void {
    const intent = this.intents.get(id);
    if (intent?.status !== 'processing') throw new RangeError(`${id} is not processing`);
    intent.status = end === 'succeeded' ? 'succeeded' : 'requires_payment_method';
    if (end === 'failed') intent.last_payment_error = { type: 'invalid_request_error', code: 'debit_not_authorized' };
    this.#note(intent);
  }

  finishRefund(id: string, end: 'succeeded' | 'failed'): void {
    const refund = this.refunds.get(id);
    if (refund === undefined) throw new RangeError(`There is no refund ${id}`);
    refund.status = end;
    if (end === 'failed') refund.failure_reason = 'lost_or_stolen_card';
    this.#options.changed?.(refund);
  }

  readonly reply = (request: StripeRequest): StripeReply => {
    const { idempotencyKey: key } = request;
    if (key === undefined) return this.#serve(request);
    const text = `${request.path} ${request.body}`;
    const known = this.#answers.get(key);
    const remembered = known !== undefined && this.#now - known.at < keyLifetimeMs ? known : undefined;
    if (remembered !== undefined && remembered.request !== text) {
      const message =
        'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      return error(400, { type: 'idempotency_error', message });
    }
    if (remembered !== undefined) return { ...remembered.response, headers: { 'idempotent-replayed': 'true' } };
    const response = this.#serve(request);
    // A copy of the response, because the object may change later. A request that was not executed is not stored.
    if ((response.status ?? 200) !== 404) {
      this.#answers.set(key, { request: text, response: structuredClone(response), at: this.#now });
    }
    return response;
  };

  #serve({ method, path, body }: StripeRequest): StripeResponse {
    const url = new URL(path, 'http://stripe');
    const [, resource = '', id = '', action] =
      /^\/v1\/([a-z_]+)(?:\/([^/]+))?(?:\/([a-z]+))?$/.exec(url.pathname) ?? [];
    if (resource === 'refunds') {
      return method === 'POST' ? this.#refund(body) : this.#listRefunds(url.searchParams.get('payment_intent') ?? '');
    }
    if (id === 'search') return this.#search(url.searchParams.get('query') ?? '');
    if (id === '') return { body: this.#create(body) };
    const intent = this.intents.get(id);
    if (intent === undefined) return invalid('resource_missing', { param: 'intent' }, 404);
    if (method !== 'POST') return { body: intent };
    return action === 'cancel' ? this.#cancel(intent) : this.#confirm(intent, body);
  }

  #note(intent: StripeIntent): void {
    this.#past.push({ at: this.#now, intent: structuredClone(intent) });
    this.#options.changed?.(intent);
  }

  #create(body: URLSearchParams): StripeIntent {
    const metadata = {
      payment_id: body.get('metadata[payment_id]') ?? '',
      order_id: body.get('metadata[order_id]') ?? '',
    };
    const intent: StripeIntent = {
      ...{ id: `pi_${this.intents.size + 1}`, object: 'payment_intent' },
      ...{ amount: Number(body.get('amount')), currency: body.get('currency') ?? '', metadata },
      ...{ status: 'requires_payment_method', payment_method: null, last_payment_error: null },
    };
    this.intents.set(intent.id, intent);
    this.#note(intent);
    return intent;
  }

  #confirm(intent: StripeIntent, body: URLSearchParams): StripeResponse {
    if (!confirmable.has(intent.status)) return invalid('payment_intent_unexpected_state', { payment_intent: intent });
    const method = body.get('payment_method') ?? '';
    if (method.startsWith('pm_unknown')) return invalid('resource_missing', { param: 'payment_method' });
    intent.payment_method = method;
    const [, reason] = /^pm_card_declined_(.+)$/.exec(method) ?? [];
    if (reason !== undefined) intent.last_payment_error = declinedCard(reason);
    else intent.status = method === 'pm_debit' ? 'processing' : 'succeeded';
    this.#note(intent);
    return reason === undefined
      ? { body: intent }
      : error(402, { ...declinedCard(reason), payment_intent: structuredClone(intent) });
  }

  #cancel(intent: StripeIntent): StripeResponse {
    if (!cancellable.has(intent.status)) return invalid('payment_intent_unexpected_state', { payment_intent: intent });
    intent.status = 'canceled';
    this.#note(intent);
    return { body: intent };
  }

  #search(query: string): StripeResponse {
    const [, field = '', wanted] = /^metadata\['(\w+)'\]:'([^']+)'$/.exec(query) ?? [];
    if (wanted === undefined) return invalid('parameter_invalid');
    const seen = new Map<string, StripeIntent>();
    for (const { at, intent } of this.#past) if (at <= this.#now - this.searchLagMs) seen.set(intent.id, intent);
    const data = [...seen.values()].filter(({ metadata }) => metadata[field] === wanted);
    return { body: { object: 'search_result', data: data.reverse() } };
  }

  #refundsOf(intent: string): readonly StripeRefund[] {
    return [...this.refunds.values()].filter((refund) => refund.payment_intent === intent).reverse();
  }

  #listRefunds(intent: string): StripeResponse {
    return { body: { object: 'list', data: this.#refundsOf(intent), has_more: false } };
  }

  #refund(body: URLSearchParams): StripeResponse {
    const intent = this.intents.get(body.get('payment_intent') ?? '');
    if (intent?.status !== 'succeeded') return invalid('payment_intent_unexpected_state');
    const under = this.#refundsOf(intent.id).filter(({ status }) => status === 'succeeded' || status === 'pending');
    if (under.length > 0) return invalid('charge_already_refunded');
    const refund: StripeRefund = {
      ...{ id: `re_${this.refunds.size + 1}`, object: 'refund', payment_intent: intent.id, amount: intent.amount },
      status: intent.payment_method === 'pm_card_pendingRefund' ? 'pending' : 'succeeded',
    };
    this.refunds.set(refund.id, refund);
    this.#options.changed?.(refund);
    return { body: refund };
  }
}
