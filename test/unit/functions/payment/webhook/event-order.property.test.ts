import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { disputeOf, intentOf, refundOf, stripeEvent } from '../../../../support/stripe-events.ts';
import { order, succeeded, WebhookWorld } from '../../../../support/webhook-world.ts';

const created = stripeEvent('charge.dispute.created', disputeOf(), { at: '2026-12-02T09:15:02.000Z' });

const closed = (status: string) =>
  stripeEvent('charge.dispute.closed', disputeOf({ status }), { at: '2027-01-15T10:00:00.000Z' });

// Some hundred histories: a second of a free processor, and minutes of a busy one.
describe('order and repetition', { timeout: 300_000 }, () => {
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
