import { PutCommand } from '@aws-sdk/lib-dynamodb';
import Stripe from 'stripe';
import { type LedgerEntry, statementKey } from '../../../functions/payment/gateway/simulated/simulated-ledger.ts';
import { stripeDisputes } from '../../../functions/payment/gateway/stripe/disputes.stripe.ts';
import { stripeGateway } from '../../../functions/payment/gateway/stripe/gateway.stripe.ts';
import { stripeOwnerOf } from '../../../functions/payment/gateway/stripe/owner.stripe.ts';
import type { PaymentGateway } from '../../../functions/payment/model/ports.ts';
import type { DisputeReports, OwnerOf } from '../../../functions/payment/model/webhook-ports.ts';
import { StripeAccount, type StripeIntent, type StripeRefund } from '../../support/stripe-account.ts';
import type { TestStripeEvent } from '../../support/stripe-events.ts';
import type { StripeResponse } from '../../support/stripe-server.ts';
import type { FaultyDynamoDb } from '../dynamodb/faulty-dynamodb.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { SimulatedProcess } from '../kernel/simulated-process.ts';
import type { StripeModes } from '../plan/plan.ts';
import { gatewayTimeoutMs } from './settings.ts';
import { gatewayFaults } from './simulated-payment-gateway.ts';

interface StripeOptions {
  readonly modes: StripeModes;
  readonly scheduler: Scheduler;
  readonly database: FaultyDynamoDb;
  /** Events of disputes that Stripe has made so far, sent or not. */
  readonly disputeEvents: () => readonly TestStripeEvent[];
}

/** A request that its caller has abandoned reaches Stripe no later than this after it. */
const latestMs = gatewayTimeoutMs;

const tooManyRequests: StripeResponse = {
  status: 429,
  body: { error: { type: 'invalid_request_error', code: 'rate_limit' } },
};

/** `POST /v1/payment_intents/:id/confirm` */
const kindOf = (method: string, path: string): string =>
  `Stripe ${method} ${path.replace(/\?.*/, '').replace(/\/(pi|re)_\w+/, '/:id')}`;

class SimulatedResponse extends Stripe.HttpClientResponse {
  readonly #body: string;

  constructor({ status = 200, headers = {}, body }: StripeResponse) {
    super(status, headers);
    // As it is now: what the account shows of an object may change later.
    this.#body = JSON.stringify(body);
  }

  override getRawResponse(): unknown {
    return { headers: this.getHeaders(), statusCode: this.getStatusCode() };
  }

  override toStream(): unknown {
    throw new TypeError('Nothing of Stripe is streamed');
  }

  override toJSON(): Promise<unknown> {
    return Promise.resolve(JSON.parse(this.#body));
  }
}

/**
 * An account of Stripe beyond the network, and its books. The adapter and Stripe's own client are as they are: a charge is made in
 * two steps, debits are processed for hours, refunds are pending and may fail.
 */
export class SimulatedStripe {
  readonly account: StripeAccount;
  readonly #options: StripeOptions;
  /** Intents and refunds that the books have an end of. */
  readonly #booked = new Set<string>();
  #failures: number;

  constructor(options: StripeOptions) {
    const { scheduler, modes } = options;
    this.#options = options;
    this.#failures = modes.failingRefunds;
    this.account = new StripeAccount({
      now: () => scheduler.now,
      changed: (object) => {
        if (object.object === 'refund') this.#refund(object);
        else this.#intent(object);
      },
    });
  }

  /** From now on refunds succeed: an operator has seen to it. */
  mend(): void {
    this.#failures = 0;
  }

  /** What payment functions ask, of one process. */
  of(process: SimulatedProcess): {
    readonly gateway: PaymentGateway;
    readonly ownerOf: OwnerOf;
    readonly disputes: DisputeReports;
  } {
    let client: Stripe | undefined;
    const make = (): Stripe =>
      new Stripe('sk_test_simulated', {
        maxNetworkRetries: 0,
        telemetry: false,
        httpClient: this.#httpClient(process),
      });
    const clientOf = async () => {
      client ??= make();
      return client;
    };
    return {
      gateway: stripeGateway(clientOf),
      ownerOf: stripeOwnerOf(clientOf),
      disputes: stripeDisputes(clientOf),
    };
  }

  #httpClient(process: SimulatedProcess): Stripe.HttpClient {
    const http = new Stripe.HttpClient();
    http.getClientName = () => 'simulated';
    http.makeRequest = (_host, _port, path, method, headers, data) =>
      process.call({
        kind: kindOf(method, path),
        faults: gatewayFaults,
        perform: (fault) => this.#perform(fault, () => this.#reply(method, path, headers, data)),
      });
    return http;
  }

  #reply(method: string, path: string, headers: Readonly<Record<string, unknown>>, data: string): SimulatedResponse {
    if (path.startsWith('/v1/events')) return this.#events(new URL(path, 'https://stripe').searchParams);
    const key = headers['Idempotency-Key'];
    const idempotencyKey = typeof key === 'string' ? key : undefined;
    const reply = this.account.reply({ method, path, idempotencyKey, body: new URLSearchParams(data) });
    if (typeof reply === 'string') throw new TypeError(`The account ${reply}`);
    return new SimulatedResponse(reply);
  }

  #events(query: URLSearchParams): SimulatedResponse {
    const [from, until] = [Number(query.get('created[gte]')), Number(query.get('created[lt]'))];
    const now = this.#options.scheduler.now / 1_000;
    const data = this.#options
      .disputeEvents()
      .filter(({ created }) => from <= created && created < until && created <= now);
    return new SimulatedResponse({ body: { object: 'list', data, has_more: false, url: '/v1/events' } });
  }

  #perform(
    fault: { readonly name: string; readonly amount: number } | undefined,
    request: () => SimulatedResponse,
  ): SimulatedResponse | Promise<SimulatedResponse> {
    const { scheduler } = this.#options;
    const timedOut = (): Promise<SimulatedResponse> =>
      new Promise((_, reject) => scheduler.after(gatewayTimeoutMs, () => reject(Stripe.HttpClient.makeTimeoutError())));
    switch (fault?.name) {
      case 'gateway refuses to serve':
        return new SimulatedResponse(tooManyRequests);
      case 'charge request lost':
        return timedOut();
      case 'gateway answer lost':
        request();
        return timedOut();
      case 'gateway late':
        scheduler.after(1 + (fault.amount % (gatewayTimeoutMs + latestMs)), () => void request());
        return timedOut();
      default:
        return request();
    }
  }

  #intent({ id, status, last_payment_error, metadata, amount, currency }: StripeIntent): void {
    const { modes, scheduler } = this.#options;
    if (status === 'processing') {
      scheduler.after(modes.debitMs, () => this.account.finish(id, modes.debits));
      return;
    }
    const outcome =
      status === 'succeeded' ? 'approved' : status === 'canceled' ? 'cancelled' : last_payment_error && 'declined';
    if (!outcome) return;
    const key = outcome === 'approved' ? id : `${id}:${outcome}`;
    this.#book({ idempotency_key: key, order_id: metadata['order_id'] ?? '', amount, currency, outcome });
  }

  #refund({ id, status, payment_intent, amount }: StripeRefund): void {
    const { modes, scheduler } = this.#options;
    if (status === 'pending') {
      this.#failures -= 1;
      const end = this.#failures >= 0 ? 'failed' : 'succeeded';
      scheduler.after(modes.refundMs, () => this.account.finishRefund(id, end));
    }
    const intent = this.account.intents.get(payment_intent);
    if (status !== 'succeeded' || intent === undefined) return;
    const { metadata, currency } = intent;
    this.#book({
      ...{ idempotency_key: id, order_id: metadata['order_id'] ?? '', amount, currency },
      ...{ outcome: 'refunded', charge_key: payment_intent },
    });
  }

  #book(moved: Omit<LedgerEntry, 'at'>): void {
    if (this.#booked.has(moved.idempotency_key)) return;
    this.#booked.add(moved.idempotency_key);
    const { scheduler, database } = this.#options;
    const entry = { ...moved, currency: moved.currency.toUpperCase(), at: new Date(scheduler.now).toISOString() };
    database.execute(new PutCommand({ TableName: 'gateway', Item: { ...entry, ...statementKey(entry) } }));
  }
}
