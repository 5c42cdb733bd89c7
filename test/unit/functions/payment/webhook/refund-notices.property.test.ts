import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refundId } from '../../../../../functions/shared/kernel/ids.ts';
import { failure, failures, refunding, refundMade, refundMadeEvents } from '../../../../support/refund-notices.ts';
import type { TestStripeEvent } from '../../../../support/stripe-events.ts';
import { order, WebhookWorld } from '../../../../support/webhook-world.ts';

// Some hundred histories: a second of a free processor, and minutes of a busy one.
describe('notices of a refund, in any order and repeated', { timeout: 300_000 }, () => {
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
