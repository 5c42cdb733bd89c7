import { expect } from 'vitest';
import type { Payment } from '../../functions/payment/model/domain.ts';
import { reconcile } from '../../functions/payment/reconcile/reconcile.ts';
import { verifyStripeEvent } from '../../functions/payment/webhook/signature.stripe.ts';
import { webhookRoute } from '../../functions/payment/webhook/webhook.http.ts';
import { applyEvent } from '../../functions/payment/webhook/webhook.ts';
import type { DomainEvent } from '../../functions/shared/runtime/idioms/domain-event.ts';
import type { Deadline } from '../../functions/shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../functions/shared/runtime/idioms/transient-error.ts';
import { paymentsCompletedValidators, type Validator } from '../../schemas/generated/validators.js';
import { httpRequestOf } from './http-request.ts';
import { PaymentWorld, paymentOf } from './payment-world.ts';
import { intentOf, signatureOf, signingSecret, stripeEvent, type TestStripeEvent } from './stripe-events.ts';

const noDeadline: Deadline = { remainingMs: () => Number.POSITIVE_INFINITY };

export const order = paymentOf('order');

/** The webhook, and the schedule that emits the stored events. */
export class WebhookWorld extends PaymentWorld {
  readonly unmatched: string[] = [];
  readonly emitted: DomainEvent[] = [];
  secrets = [signingSecret];
  readsOfSecret = 0;
  owners: ReadonlyMap<string, Payment> = new Map([['pi_1', order]]);
  ownerFails = false;

  readonly #credential = () => ({ signing_secret: this.secrets[0] ?? '', api_key: 'rk_test_1' });
  readonly route = webhookRoute(
    verifyStripeEvent(
      {
        current: async () => this.#credential(),
        newer: async () => {
          this.readsOfSecret += 1;
          this.secrets = this.secrets.slice(1);
          return this.secrets.length === 0 ? undefined : this.#credential();
        },
      },
      this.clock,
    ),
    applyEvent({
      payments: this.payments,
      clock: this.clock,
      observer: { unmatched: ({ id }) => void this.unmatched.push(id) },
      ownerOf: async (reference) => {
        if (this.ownerFails) throw new TransientError('Stripe is away');
        const owner = this.owners.get(reference);
        return owner && { orderId: owner.order_id, paymentId: owner.payment_id };
      },
    }),
  );

  async send(body: string, signature: string | undefined) {
    const headers = signature === undefined ? {} : { 'stripe-signature': signature };
    const {
      statusCode,
      headers: answered,
      body: answer,
      counts = {},
    } = await this.route(httpRequestOf({ headers, body }));
    return { status: statusCode, headers: answered, body: JSON.parse(answer), counts };
  }

  async receive(event: TestStripeEvent) {
    const body = JSON.stringify(event);
    return this.send(body, signatureOf(body, this.clock.now()));
  }

  async reconcile(): Promise<void> {
    this.clock.advance(1);
    const emit = async (events: readonly DomainEvent[]) => void this.emitted.push(...events);
    const faultOf = (event: DomainEvent) => {
      const validators: Readonly<Record<string, Validator>> = paymentsCompletedValidators;
      return validators[event.type]?.(event) === null ? undefined : `Not a valid ${event.type}`;
    };
    await reconcile(this)({ events: { emit, faultOf }, deadline: noDeadline });
    expect(this.failures).toEqual([]);
  }

  store(more: Partial<Payment> = {}): Payment {
    const payment = { ...order, ...more };
    this.payments.stored.set(payment.order_id, payment);
    return payment;
  }

  async charge(): Promise<void> {
    const { payment_id: idempotencyKey, order_id: orderId, amount, currency } = order;
    await this.gateway.charge({ idempotencyKey, orderId, amount, currency, aged: false, token: 'tok_approve' });
  }

  get stored(): Payment | undefined {
    return this.payments.stored.get(order.order_id);
  }

  get types(): readonly string[] {
    return this.emitted.map(({ type }) => type);
  }
}

export const succeeded = stripeEvent('payment_intent.succeeded', intentOf(order));

export const parkedFar = { state: 'UNKNOWN', due_at: '2026-11-29T06:00:00.000Z', attempts: 9 } as const;
