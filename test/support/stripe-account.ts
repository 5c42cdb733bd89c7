import type { StripeReply, StripeRequest, StripeResponse } from './stripe-server.ts';

interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  status: 'requires_payment_method' | 'succeeded';
  last_payment_error: object | null;
}

const declinedCard = (declineCode: string) => ({
  type: 'card_error',
  code: 'card_declined',
  decline_code: declineCode,
  message: 'Your card was declined.',
});

/**
 * What Stripe documents of payment intents, refunds and idempotency keys, as far as the adapter relies on it: a key answers
 * what it answered first, errors too; an intent's status tells what became of it. `pm_card_declined_<reason>` is declined.
 */
export class StripeAccount {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, { readonly intent: string; readonly created: number }>();
  readonly #answers = new Map<string, { readonly request: string; readonly response: StripeResponse }>();

  /** As after a day. */
  forgetKeys(): void {
    this.#answers.clear();
  }

  readonly reply = (request: StripeRequest): StripeReply => {
    const { idempotencyKey: key } = request;
    if (key === undefined) return this.#serve(request);
    const text = `${request.path} ${request.body}`;
    const known = this.#answers.get(key);
    if (known !== undefined && known.request !== text) {
      const message =
        'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      return { status: 400, body: { error: { type: 'idempotency_error', message } } };
    }
    if (known !== undefined) return { ...known.response, headers: { 'idempotent-replayed': 'true' } };
    const response = this.#serve(request);
    // The answer as it was: what it shows may change later.
    this.#answers.set(key, { request: text, response: structuredClone(response) });
    return response;
  };

  #serve({ method, path, body }: StripeRequest): StripeResponse {
    const [, resource = '', id = '', action] = /^\/v1\/([a-z_]+)(?:\/([^/?]+))?(?:\/([a-z]+))?/.exec(path) ?? [];
    if (resource === 'refunds') return this.#refund(body);
    if (id === 'search') return { body: { object: 'search_result', data: this.#search(decodeURIComponent(path)) } };
    if (id === '') return { body: this.#create(body) };
    const intent = this.intents.get(id);
    if (intent === undefined)
      return { status: 404, body: { error: { type: 'invalid_request_error', code: 'resource_missing' } } };
    return method === 'POST' && action === 'confirm' ? this.#confirm(intent, body) : { body: intent };
  }

  #create(body: URLSearchParams): Intent {
    const id = `pi_${this.intents.size + 1}`;
    const metadata = {
      payment_id: body.get('metadata[payment_id]') ?? '',
      order_id: body.get('metadata[order_id]') ?? '',
    };
    const intent: Intent = {
      ...{
        id,
        object: 'payment_intent',
        amount: Number(body.get('amount')),
        currency: body.get('currency') ?? '',
        metadata,
      },
      ...{ status: 'requires_payment_method', last_payment_error: null },
    };
    this.intents.set(id, intent);
    return intent;
  }

  #confirm(intent: Intent, body: URLSearchParams): StripeResponse {
    const [, reason] = /^pm_card_declined_(.+)$/.exec(body.get('payment_method') ?? '') ?? [];
    if (reason !== undefined) {
      const error = declinedCard(reason);
      intent.last_payment_error = error;
      return { status: 402, body: { error: { ...error, payment_intent: intent } } };
    }
    intent.status = 'succeeded';
    return { body: intent };
  }

  #search(path: string): readonly Intent[] {
    const [, wanted] = /metadata\['payment_id'\]:'([^']+)'/.exec(path.replaceAll('+', ' ')) ?? [];
    return [...this.intents.values()].filter(
      ({ metadata, status }) => metadata['payment_id'] === wanted && status === 'succeeded',
    );
  }

  #refund(body: URLSearchParams): StripeResponse {
    const intent = body.get('payment_intent') ?? '';
    if ([...this.refunds.values()].some((refund) => refund.intent === intent)) {
      const error = { type: 'invalid_request_error', code: 'charge_already_refunded' };
      return { status: 400, body: { error } };
    }
    const id = `re_${this.refunds.size + 1}`;
    this.refunds.set(id, { intent, created: this.refunds.size });
    return { body: { id, object: 'refund', status: 'succeeded', payment_intent: intent } };
  }
}
