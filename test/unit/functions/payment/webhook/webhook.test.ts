import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../../../../../functions/payment/model/domain.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import { verifyStripeEvent } from '../../../../../functions/payment/webhook/signature.stripe.ts';
import { webhookRoute } from '../../../../../functions/payment/webhook/webhook.http.ts';
import { applyEvent } from '../../../../../functions/payment/webhook/webhook.ts';
import { refundId } from '../../../../../functions/shared/kernel/ids.ts';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import type { Deadline } from '../../../../../functions/shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import {
  paymentsCompletedValidators,
  type Validator,
  validatePaymentDisputed,
} from '../../../../../schemas/generated/validators.js';
import { httpRequestOf } from '../../../../support/http-request.ts';
import { PaymentWorld, paymentOf } from '../../../../support/payment-world.ts';
import {
  disputeOf,
  intentOf,
  refundOf,
  signatureOf,
  signingSecret,
  stripeEvent,
  type TestStripeEvent,
} from '../../../../support/stripe-events.ts';

const noDeadline: Deadline = { remainingMs: () => Number.POSITIVE_INFINITY };
const order = paymentOf('order');

/** The webhook, and the schedule that emits the stored events. */
class WebhookWorld extends PaymentWorld {
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

let world: WebhookWorld;
beforeEach(() => {
  world = new WebhookWorld();
});

const succeeded = stripeEvent('payment_intent.succeeded', intentOf(order));
const parkedFar = { state: 'UNKNOWN', due_at: '2026-11-29T06:00:00.000Z', attempts: 9 } as const;

describe('the signature', () => {
  const body = JSON.stringify(succeeded);
  const refused = {
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: expect.stringMatching(/\/invalid-signature$/) },
    counts: { WebhookEventsRefused: 1 },
  };

  it('of the exact bytes is accepted', async () => {
    world.store(parkedFar);
    // The signature covers white space, escapes and multi-byte characters unchanged.
    const spaced = `{ "note": "caf\\u00e9 – ☕",\n ${body.slice(1)} `;
    const answer = await world.send(spaced, signatureOf(spaced, world.clock.now()));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'TAKEN' }, counts: { WebhookEventsTaken: 1 } });
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is no signature', 'nonsense'],
    ['has no scheme that is known', `t=1700000000,v0=00`],
    ['is of another secret', signatureOf(body, new Date('2026-11-22T06:00:00.000Z'), 'whsec_another')],
    ['is of another body', signatureOf(`${body} `, new Date('2026-11-22T06:00:00.000Z'))],
  ])('that %s is refused, and nothing happens', async (_, signature) => {
    const before = world.store(parkedFar);
    expect(await world.send(body, signature)).toMatchObject(refused);
    expect(world.stored).toBe(before);
  });

  it('is valid for exactly five minutes', async () => {
    world.store(parkedFar);
    const signed = signatureOf(body, world.clock.now());
    world.clock.advance(300_000);
    expect(await world.send(body, signed)).toMatchObject({ status: 200 });
    world.clock.advance(1_000);
    expect(await world.send(body, signed)).toMatchObject(refused);
  });

  it('of a rotated secret is accepted after one more read of the secret', async () => {
    world.store(parkedFar);
    world.secrets = ['whsec_of_yesterday', signingSecret];
    expect(await world.send(body, signatureOf(body, world.clock.now()))).toMatchObject({ status: 200 });
    expect(world.readsOfSecret).toBe(1);
  });

  it.each(['no JSON', '{"object":"v2.core.event"}', '[]', '{"id":"evt_1"}'])(
    'of a body that is not an event (%s) does not make it one',
    async (text) => {
      const answer = await world.send(text, signatureOf(text, world.clock.now()));
      expect(answer).toMatchObject({ status: 400, body: { type: expect.stringMatching(/\/malformed-request$/) } });
    },
  );

  it('does not admit a body of more than 256 KiB', async () => {
    const huge = JSON.stringify({ ...succeeded, padding: 'x'.repeat(256 * 1024) });
    const answer = await world.send(huge, signatureOf(huge, world.clock.now()));
    expect(answer).toMatchObject({ status: 413, body: { type: expect.stringMatching(/\/too-large$/) } });
  });
});

describe('an event of a charge', () => {
  it.each(['succeeded', 'payment_failed', 'canceled', 'processing'])(
    'that %s makes the look-up of a parked payment due now',
    async (what) => {
      world.store(parkedFar);
      await world.charge();
      expect(await world.receive(stripeEvent(`payment_intent.${what}`, intentOf(order)))).toMatchObject({
        status: 200,
      });
      await world.reconcile();
      expect(world.types).toEqual(['ORDER_PAID']);
      expect(world.stored).toMatchObject({ state: 'PAID' });
      expect(world.stored).not.toHaveProperty('due_at');
    },
  );

  it('does not settle an open payment: the look-up decides', async () => {
    world.store({ ...parkedFar, created_at: '2026-11-21T06:00:00.000Z' });
    await world.receive(succeeded);
    expect(world.stored).toMatchObject({ state: 'UNKNOWN', due_at: world.clock.now().toISOString() });
  });

  it('of a payment that a delivery is settling makes it due for the schedule, and both emit the same', async () => {
    world.store({ state: 'PENDING' });
    expect(await world.receive(succeeded)).toMatchObject({ body: { outcome: 'TAKEN' } });
    await world.reconcile();
    expect(new Set(world.types)).toEqual(new Set(['ORDER_PAID']));
  });

  it('changes and writes nothing if the payment is settled', async () => {
    const before = world.store({ state: 'PAID', paid_at: '2026-11-22T06:00:00.000Z', charge_reference: 'pi_1' });
    expect(await world.receive(succeeded)).toMatchObject({ status: 200, body: { outcome: 'KNOWN' }, counts: {} });
    expect(world.stored).toBe(before);
  });

  it.each(['FAILED', 'CANCELLED'] as const)(
    'that succeeded late is refunded for a payment that is %s',
    async (state) => {
      world.store({
        state,
        ...(state === 'FAILED' && { failed_at: '2026-11-22T05:59:00.000Z', failure_reason: 'GATEWAY_UNAVAILABLE' }),
      });
      await world.charge();
      expect(await world.receive(succeeded)).toMatchObject({ body: { outcome: 'TAKEN' } });
      expect(world.stored).toMatchObject({ state: 'REFUNDING', charge_reference: 'pi_1' });
      await world.reconcile();
      expect(world.stored).toMatchObject({ state: 'REFUNDED' });
      expect(world.types).toContain('PAYMENT_REFUNDED');
      expect(world.gateway.refunds.has(refundId(order.order_id))).toBe(true);
    },
  );

  it.each(['refund.updated', 'refund.failed', 'charge.refunded'])(
    '%s makes the look-up of a refund due now',
    async (type) => {
      world.store({
        state: 'REFUNDING',
        due_at: '2026-11-29T06:00:00.000Z',
        paid_at: '2026-11-22T05:59:00.000Z',
        charge_reference: 'pi_1',
      });
      expect(await world.receive(stripeEvent(type, refundOf(order)))).toMatchObject({ body: { outcome: 'TAKEN' } });
      expect(world.stored).toMatchObject({ state: 'REFUNDING', due_at: world.clock.now().toISOString() });
    },
  );
});

describe('an event', () => {
  it.each([
    ['of an order without a payment', stripeEvent('payment_intent.succeeded', intentOf(paymentOf('another')))],
    [
      'of a payment other than the order’s',
      stripeEvent('payment_intent.succeeded', intentOf({ ...order, payment_id: paymentOf('another').payment_id })),
    ],
    ['without our metadata', stripeEvent('payment_intent.succeeded', { id: 'pi_2', metadata: {} })],
    ['with metadata of others', stripeEvent('charge.refunded', { id: 'ch_2', metadata: { order_id: '4711' } })],
    ['without any metadata', stripeEvent('refund.updated', { id: 're_2', metadata: null })],
    [
      'of a dispute over a foreign charge',
      stripeEvent('charge.dispute.created', disputeOf({ payment_intent: 'pi_9' })),
    ],
    ['of a dispute over no intent', stripeEvent('charge.dispute.created', disputeOf({ payment_intent: null }))],
    ['of a dispute in no currency', stripeEvent('charge.dispute.created', disputeOf({ currency: 7 }))],
  ])('%s is answered, counted and named by its id', async (_, event) => {
    const before = world.store(parkedFar);
    const answer = await world.receive(event);
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'UNMATCHED' },
      counts: { WebhookEventsUnmatched: 1 },
    });
    expect(world.unmatched).toEqual([event.id]);
    expect(world.stored).toBe(before);
  });

  it('of an unhandled type is ignored', async () => {
    const answer = await world.receive(stripeEvent('customer.created', { id: 'cus_1' }));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'IGNORED' }, counts: {} });
    expect(world.unmatched).toEqual([]);
  });

  it('gets 503 while it cannot be stored', async () => {
    world.store(parkedFar);
    let failures = 1;
    world.payments.before = async (request) => {
      if (request === 'replace' && failures-- > 0) throw new TransientError('DynamoDB is away');
    };
    const away = { status: 503, headers: { 'retry-after': '60' }, counts: { WebhookEventsFailed: 1 } };
    expect(await world.receive(succeeded)).toMatchObject(away);
    expect(await world.receive(succeeded)).toMatchObject({ status: 200, body: { outcome: 'TAKEN' } });
  });

  it('gets 503 while Stripe does not return the dispute’s owner', async () => {
    world.store({ state: 'PAID', paid_at: '2026-11-22T06:00:00.000Z' });
    world.ownerFails = true;
    expect(await world.receive(stripeEvent('charge.dispute.created', disputeOf()))).toMatchObject({ status: 503 });
    expect(world.stored).not.toHaveProperty('disputes');
  });
});

const created = stripeEvent('charge.dispute.created', disputeOf(), { at: '2026-12-02T09:15:02.000Z' });
const closed = (status: string) =>
  stripeEvent('charge.dispute.closed', disputeOf({ status }), { at: '2027-01-15T10:00:00.000Z' });

describe('a dispute', () => {
  const paid = { state: 'PAID', paid_at: '2026-11-22T06:00:00.000Z', charge_reference: 'pi_1' } as const;

  it('is a fact of its payment, emitted after it is stored', async () => {
    world.store(paid);
    expect(await world.receive(created)).toMatchObject({ body: { outcome: 'TAKEN' } });
    expect(world.emitted).toEqual([]);
    await world.reconcile();
    const [, event] = world.emitted;
    expect(world.types).toEqual(['ORDER_PAID', 'PAYMENT_DISPUTED']);
    expect(validatePaymentDisputed(event)).toBeNull();
    expect(event).toMatchObject({
      ...{ order_id: order.order_id, dispute_id: 'dp_1', state: 'OPENED', reason: 'fraudulent' },
      ...{
        amount: 3197,
        currency: 'GBP',
        processed_at: '2026-12-02T09:15:00.000Z',
        timestamp: '2026-12-02T09:15:00.000Z',
      },
    });
    // A dispute does not change the order's state.
    expect(world.stored).toMatchObject({ state: 'PAID' });
    expect(world.stored).not.toHaveProperty('due_at');
  });

  it.each([
    ['won', 'WON'],
    ['lost', 'LOST'],
    ['warning_closed', 'CLOSED'],
    ['prevented', 'CLOSED'],
  ])('that ends %s is %s', async (status, state) => {
    world.store(paid);
    await world.receive(closed(status));
    await world.reconcile();
    expect(world.emitted.at(-1)).toMatchObject({
      type: 'PAYMENT_DISPUTED',
      state,
      processed_at: '2027-01-15T10:00:00.000Z',
    });
  });

  it('of a currency that Stripe counts in hundredths has the amount in minor units', async () => {
    world.store(paid);
    await world.receive(stripeEvent('charge.dispute.created', disputeOf({ amount: 500_000, currency: 'isk' })));
    await world.reconcile();
    expect(world.emitted.at(-1)).toMatchObject({ amount: 5_000, currency: 'ISK' });
  });

  it('without a reason gets the reason general', async () => {
    world.store(paid);
    await world.receive(stripeEvent('charge.dispute.created', disputeOf({ reason: '' })));
    await world.reconcile();
    expect(world.emitted.at(-1)).toMatchObject({ reason: 'general' });
  });

  it('does not let the record grow without a limit', async () => {
    world.store(paid);
    for (let index = 0; index < 100; index += 1) {
      await world.receive(stripeEvent('charge.dispute.created', disputeOf({ id: `dp_${index}` })));
    }
    expect(Object.keys(world.stored?.disputes ?? {})).toHaveLength(60);
  });
});

const failure = { status: 'failed', reason: 'expired_or_canceled_card', reference: 're_1' } as const;
const refunding = {
  state: 'REFUNDING',
  paid_at: '2026-11-22T05:59:00.000Z',
  charge_reference: 'pi_1',
  due_at: '2026-11-22T06:00:00.000Z',
} as const;
const refundFailed = stripeEvent('refund.failed', refundOf(order, 'failed'));
const refundMade = stripeEvent('refund.updated', refundOf(order));
/** Stripe sends `refund.updated` for a failure, too. */
const failures = [
  refundFailed,
  stripeEvent('refund.updated', refundOf(order, 'failed')),
  stripeEvent('refund.updated', refundOf(order, 'canceled')),
];
const refundMadeEvents = [
  stripeEvent('refund.created', refundOf(order, 'pending')),
  refundMade,
  stripeEvent('charge.refunded', { id: 'ch_1', metadata: intentOf(order).metadata }),
];

describe('a refund that succeeded', () => {
  const lookups = () => world.gateway.asked.filter(([call]) => call === 'lookupRefund').length;
  const refunds = () => world.gateway.asked.filter(([call]) => call === 'refund').length;
  beforeEach(async () => {
    world.store(refunding);
    await world.charge();
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUNDED' });
  });

  it.each(failures)('and then failed needs an operator ($type, $data.object.status)', async (event) => {
    world.gateway.refundAnswer = failure;
    expect(await world.receive(event)).toMatchObject({ status: 200, body: { outcome: 'TAKEN' } });
    await world.reconcile();
    expect(world.stored).toMatchObject({
      ...{ state: 'REFUND_FAILED', refund_failure: failure.reason, failed_refund: 're_1' },
      refunded_at: expect.any(String),
    });
    expect(world.stored).not.toHaveProperty('due_at');
    expect(world.stored).not.toHaveProperty('refund_doubted_at');
    expect([world.counted, refunds()]).toEqual([['RefundsRejected'], 1]);
    expect(await world.receive(event)).toMatchObject({ body: { outcome: 'KNOWN' }, counts: {} });
  });

  it('and then failed stays failed when the notice of its success comes last, and is counted once', async () => {
    world.gateway.refundAnswer = failure;
    for (const event of [refundFailed, refundMade, refundMade]) {
      await world.receive(event);
      await world.reconcile();
    }
    expect(world.stored).toMatchObject({ state: 'REFUND_FAILED' });
    expect(world.stored).not.toHaveProperty('due_at');
    expect([world.counted, refunds()]).toEqual([['RefundsRejected'], 1]);
  });

  it('causes no look-up for notices of its success', async () => {
    const before = world.stored;
    for (const event of refundMadeEvents) {
      expect(await world.receive(event)).toMatchObject({ body: { outcome: 'KNOWN' } });
    }
    expect(world.stored).toBe(before);
  });

  it('stays refunded if another refund failed', async () => {
    await world.receive(refundFailed);
    const asked = lookups();
    await world.reconcile();
    expect(lookups()).toBe(asked + 1);
    expect(world.stored).toMatchObject({ state: 'REFUNDED' });
    expect(world.stored).not.toHaveProperty('due_at');
    expect(world.counted).toEqual([]);
  });

  it('but is unknown at the gateway has returned no money', async () => {
    world.gateway.refunds.clear();
    await world.receive(refundFailed);
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUND_FAILED', refund_failure: 'no_such_refund' });
    expect(refunds()).toBe(1);
  });

  it('and then failed is found though the first look-up has no answer', async () => {
    world.gateway.refundAnswer = failure;
    await world.receive(refundFailed);
    world.gateway.failNext('lost');
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUNDED', attempts: 1 });
    expect(world.counted).toEqual(['RefundsFailed']);
    world.clock.advance(600_000);
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUND_FAILED' });
  });

  it('and then failed is refunded by another refund, made by hand, once that has succeeded', async () => {
    world.gateway.refundAnswer = failure;
    await world.receive(refundFailed);
    await world.reconcile();
    world.gateway.refundAnswer = { status: 'pending' };
    await world.receive(stripeEvent('charge.refunded', { id: 'ch_1', metadata: intentOf(order).metadata }));
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUND_FAILED', due_at: expect.any(String) });
    world.gateway.refundAnswer = { status: 'refunded' };
    world.clock.advance(3_600_000);
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUNDED' });
    expect(world.stored).not.toHaveProperty('due_at');
    expect(refunds()).toBe(1);
  });
});

describe('a refund that fails while its success is being stored', () => {
  /** Runs before the schedule stores its result: its first write is the claim. */
  const beforeItIsStored = (happens: () => Promise<void>) => {
    let writes = 0;
    world.payments.before = async (request) => {
      if (request !== 'replace') return;
      writes += 1;
      if (writes === 2) await happens();
    };
  };
  beforeEach(async () => {
    world.store(refunding);
    await world.charge();
  });

  it('is found by a second look-up', async () => {
    beforeItIsStored(async () => {
      world.gateway.refundAnswer = failure;
      await world.receive(refundFailed);
    });
    await world.reconcile();
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUND_FAILED', failed_refund: 're_1' });
    expect(world.stored).not.toHaveProperty('due_at');
  });

  it('stays failed if another run found it first', async () => {
    beforeItIsStored(async () => {
      world.gateway.refundAnswer = failure;
      await world.receive(refundFailed);
      await world.reconcile();
      expect(world.stored).toMatchObject({ state: 'REFUND_FAILED' });
    });
    await world.reconcile();
    await world.reconcile();
    expect(world.stored).toMatchObject({ state: 'REFUND_FAILED' });
    expect(world.stored).not.toHaveProperty('due_at');
  });
});

describe('notices of a refund, in any order and repeated', () => {
  /** `fails`: from then on the refund has failed at the gateway. No notice of its failure is older. */
  const outcome = async (
    state: 'REFUNDING' | 'REFUNDED' | 'REFUND_FAILED',
    sequence: readonly (TestStripeEvent | 'schedule' | 'fails')[],
  ) => {
    const w = new WebhookWorld();
    const { due_at: _, ...ended } = refunding;
    const failedBefore = { refund_failure: failure.reason, failed_refund: 're_0' };
    if (state === 'REFUNDING') w.store(refunding);
    else w.store({ ...ended, state, ...(state === 'REFUND_FAILED' && failedBefore) });
    await w.charge();
    const { payment_id: idempotencyKey, order_id: orderId, amount, currency } = order;
    const asked = { idempotencyKey, orderId, amount, currency, aged: false };
    w.gateway.refunds.set(refundId(orderId), { idempotencyKey: refundId(orderId), charge: asked });
    for (const next of sequence) {
      if (next === 'schedule') await w.reconcile();
      else if (next === 'fails') w.gateway.refundAnswer = failure;
      else expect(await w.receive(next)).toMatchObject({ status: 200 });
    }
    await w.reconcile();
    await w.reconcile();
    expect(w.stored).not.toHaveProperty('due_at');
    expect(w.stored).not.toHaveProperty('refund_doubted_at');
    expect(w.gateway.asked.filter(([call]) => call === 'refund')).toEqual([]);
    return w.stored?.state;
  };
  const mixed = (events: readonly TestStripeEvent[]) =>
    fc.array(fc.oneof(fc.constantFrom(...events), fc.constant('schedule' as const)), { maxLength: 6 });

  it.each(['REFUNDING', 'REFUNDED'] as const)('report the failure of a refund that is %s', async (state) => {
    const after = fc
      .tuple(fc.constantFrom(...failures), mixed([...failures, ...refundMadeEvents]))
      .chain(([failed, others]) => fc.shuffledSubarray([failed, ...others], { minLength: others.length + 1 }));
    await fc.assert(
      fc.asyncProperty(mixed(refundMadeEvents), after, async (before, later) => {
        expect(await outcome(state, [...before, 'fails', ...later])).toBe('REFUND_FAILED');
      }),
      { numRuns: 60 },
    );
  });

  it.each(['REFUNDING', 'REFUNDED', 'REFUND_FAILED'] as const)(
    'of an earlier failed one do not hide that the last succeeded (%s)',
    async (state) => {
      const sequences = mixed([...failures, ...refundMadeEvents]);
      await fc.assert(
        fc.asyncProperty(sequences, async (sequence) => {
          expect(await outcome(state, [...sequence, refundMade])).toBe('REFUNDED');
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('order and repetition', () => {
  const events = [
    stripeEvent('payment_intent.processing', intentOf(order)),
    succeeded,
    stripeEvent('charge.refunded', { id: 'ch_1', metadata: intentOf(order).metadata }),
    stripeEvent('refund.updated', refundOf(order)),
    created,
    stripeEvent('charge.dispute.funds_withdrawn', disputeOf(), { at: '2026-12-02T09:15:02.000Z' }),
    closed('won'),
    stripeEvent('charge.dispute.funds_reinstated', disputeOf({ status: 'won' }), { at: '2027-01-15T10:00:00.000Z' }),
  ];

  /** Sorted, each once, as for consumers that deduplicate by event id. */
  const seenOf = (emitted: readonly DomainEvent[]) =>
    [...new Map(emitted.map((event) => [event.event_id, event])).values()]
      // When money moved depends on the time of the look-up; events of a dispute are equal byte for byte.
      .map((event) => JSON.stringify(event.type === 'PAYMENT_DISPUTED' ? event : event.event_id))
      .sort();

  const outcome = async (
    state: 'UNKNOWN' | 'CANCELLING' | 'PAID' | 'CANCELLED',
    sequence: readonly (number | 'schedule')[],
  ) => {
    const w = new WebhookWorld();
    const paid = { paid_at: '2026-11-22T06:00:00.000Z', charge_reference: 'pi_1' };
    const parked = { due_at: '2026-11-29T06:00:00.000Z' };
    w.store({ state, ...(state === 'PAID' ? paid : state === 'CANCELLED' ? {} : parked) });
    await w.charge();
    for (const next of sequence) {
      if (next === 'schedule') await w.reconcile();
      else expect(await w.receive(events[next] ?? succeeded)).toMatchObject({ status: 200 });
    }
    await w.reconcile();
    await w.reconcile();
    const { version: _v, paid_at: _p, refunded_at: _r, charge_reference: _c, due_at, ...record } = w.stored ?? order;
    expect(due_at === undefined || due_at > w.clock.now().toISOString()).toBe(true);
    return { record, seen: seenOf(w.emitted) };
  };

  it.each(['UNKNOWN', 'CANCELLING', 'PAID', 'CANCELLED'] as const)(
    'do not matter to a payment that is %s: the same record, the same events',
    async (state) => {
      const all = events.map((_, index) => index);
      const usual = await outcome(state, all);
      expect(usual.seen.length).toBeGreaterThan(3);
      const sequences = fc
        .tuple(
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.array(fc.oneof(fc.constantFrom(...all), fc.constant('schedule' as const)), { maxLength: 6 }),
        )
        .chain(([once, again]) => fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length }));
      await fc.assert(
        fc.asyncProperty(sequences, async (sequence) => {
          expect(await outcome(state, sequence)).toEqual(usual);
        }),
        { numRuns: 60 },
      );
    },
  );
});
