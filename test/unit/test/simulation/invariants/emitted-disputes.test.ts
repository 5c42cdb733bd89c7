import { describe, expect, it } from 'vitest';
import { emittedDisputes } from '../../../../simulation/invariants/emitted-disputes.ts';
import { disputeOf, stripeEvent } from '../../../../support/stripe-events.ts';
import { eventLike, orderId, SmallWorld } from './small-world.ts';

const event = stripeEvent('charge.dispute.created', disputeOf());

const ended = (state: 'OPENED' | 'LOST', restored: readonly string[] = []): SmallWorld => {
  const world = new SmallWorld(emittedDisputes());
  Object.assign(world.world, {
    gatewayEvents: { acknowledged: [{ orderId, event }] },
    restored: new Set(restored),
  });
  world.emit(eventLike('PAYMENT_DISPUTED', { dispute_id: 'dp_1', state }, `dp_1:${state}`));
  return world;
};

describe('what must hold of disputes in the end', () => {
  it('is content where what was acknowledged is emitted', () => {
    ended('OPENED').end();
  });

  it('is content where the payment was restored from a backup since, or nothing was acknowledged', () => {
    ended('LOST', [orderId]).end();
    new SmallWorld(emittedDisputes()).end();
  });

  it('objects where another state is emitted alone', () => {
    expect(() => ended('LOST').end()).toThrow('was acknowledged, and OPENED is not emitted');
  });
});
