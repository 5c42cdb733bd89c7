import { beforeEach, describe, expect, it } from 'vitest';
import type { DisputeFact } from '../../../../../functions/payment/model/dispute-domain.ts';
import type { Period } from '../../../../../functions/payment/model/ports.ts';
import type { GatewayEvent } from '../../../../../functions/payment/model/webhook-ports.ts';
import { lookUpDisputes } from '../../../../../functions/payment/reconcile/look-up-disputes.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { InMemoryStatement } from '../../../../support/fakes/in-memory-statement.ts';
import { PaymentWorld, paymentOf } from '../../../../support/payment-world.ts';

const at = (time: string) => `2026-11-22T${time}:00.000Z`;
const paid = paymentOf('one', { state: 'PAID', paid_at: at('04:00'), charge_reference: 'pi_1' });

const factOf = (state: DisputeFact['state']): DisputeFact => ({
  ...{ dispute_id: 'dp_1', state, reason: 'fraudulent', amount: 3197, currency: 'GBP', at: at('04:45') },
});
const event = (state: DisputeFact['state'], reference = 'pi_1'): GatewayEvent => ({
  ...{ id: `evt_${state}`, type: 'charge.dispute.created' },
  notice: { kind: 'DISPUTE', reference, fact: factOf(state) },
});

describe('the look-up of disputes', () => {
  let world: PaymentWorld;
  let comparisons: InMemoryStatement;
  let pages: readonly (readonly GatewayEvent[])[];
  let queried: Period[];
  let fault: Error | undefined;
  beforeEach(async () => {
    [world, comparisons, pages, queried, fault] = [new PaymentWorld(), new InMemoryStatement(), [], [], undefined];
    // It is 06:00.
    comparisons.until = at('04:40');
    await world.payments.create(paid);
  });
  const run = (remainingMs = 60_000) => {
    const disputes = {
      reported: async function* (period: Period) {
        queried.push(period);
        if (fault !== undefined) throw fault;
        yield* pages;
      },
      ownerOf: async (reference: string) =>
        reference === 'pi_1' ? { orderId: paid.order_id, paymentId: paid.payment_id } : undefined,
    };
    return lookUpDisputes({ ...world, disputes, comparisons })({ deadline: { remainingMs: () => remainingMs } });
  };
  const stored = () => world.payments.stored.get(paid.order_id);

  it('stores each fact that no webhook received, and makes its payment due', async () => {
    pages = [[event('OPENED')], [event('LOST'), event('OPENED', 'pi_of_others')]];
    expect(await run()).toEqual({ DisputeEventsLookedUp: 3, DisputeEventsTaken: 2 });
    expect(stored()).toMatchObject({ disputes: { 'dp_1:OPENED': factOf('OPENED'), 'dp_1:LOST': factOf('LOST') } });
    expect(stored()?.due_at).toBe(world.clock.now().toISOString());
    expect(comparisons.until).toBe(at('04:50'));
  });

  it('changes nothing for known facts', async () => {
    pages = [[event('OPENED')]];
    await run();
    const before = stored();
    comparisons.until = at('04:40');
    expect(await run()).toEqual({ DisputeEventsLookedUp: 1, DisputeEventsTaken: 0 });
    expect(stored()).toEqual(before);
  });

  it('proceeds by ten minutes, up to those that ended an hour ago', async () => {
    for (let times = 0; times < 4; times += 1) await run();
    expect(queried).toEqual([
      { from: at('04:40'), until: at('04:50') },
      { from: at('04:50'), until: at('05:00') },
    ]);
  });

  it('begins with the ten minutes of its first start', async () => {
    comparisons.until = undefined;
    expect(await run()).toEqual({});
    expect([comparisons.until, queried]).toEqual([at('06:00'), []]);
  });

  it('does not advance when the gateway does not answer, or its time is over', async () => {
    fault = new TransientError('StripePermissionError');
    expect(await run()).toEqual({ DisputesUnavailable: 1 });
    fault = undefined;
    pages = [[event('OPENED')]];
    expect(await run(5_000)).toEqual({ DisputesUnfinished: 1 });
    expect([comparisons.until, stored()]).toEqual([at('04:40'), paid]);
    fault = new RangeError('a defect');
    await expect(run()).rejects.toThrow('a defect');
  });
});
