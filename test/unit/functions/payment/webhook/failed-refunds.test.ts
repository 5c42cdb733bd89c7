import { beforeEach, describe, expect, it } from 'vitest';
import {
  failure,
  failures,
  refundFailed,
  refunding,
  refundMade,
  refundMadeEvents,
} from '../../../../support/refund-notices.ts';
import { intentOf, stripeEvent } from '../../../../support/stripe-events.ts';
import { order, WebhookWorld } from '../../../../support/webhook-world.ts';

let world: WebhookWorld;
beforeEach(() => {
  world = new WebhookWorld();
});

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
