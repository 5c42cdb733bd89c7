import { describe, expect, it } from 'vitest';
import { isUnknown, resolveUnknown } from '../../../../bin/load/unknown-outcomes.ts';
import { FakeLoadTarget, type FakePlatformFaults } from '../../../support/load/fake-load-target.ts';
import { VirtualClock } from '../../../support/load/virtual-clock.ts';

const request = {
  key: 'k',
  order: { user_id: 'u', currency: 'GBP', items: [{ sku: 'load-00000', qty: 1 }], payment_token: 'tok_approve' },
} as const;

const resolve = async (faults: FakePlatformFaults) => {
  const clock = new VirtualClock();
  const target = new FakeLoadTarget(clock, faults);
  const [resolved] = await clock.run(
    resolveUnknown(target, [{ ...request, order: { ...request.order, items: [...request.order.items] } }], clock),
  );
  return resolved?.answer;
};

describe('requests of unknown outcome', () => {
  it.each([undefined, 409, 500, 502, 504])('are those answered with %s', (status) => {
    expect(isUnknown(status)).toBe(true);
  });

  it.each([201, 400, 422, 429, 503])('are not those answered with %s', (status) => {
    expect(isUnknown(status)).toBe(false);
  });

  it('are repeated under their key until the answer is definite', async () => {
    const busy = [undefined, 409, 429, 503, 504];
    const answer = await resolve({
      fault: (attempt) => (attempt < busy.length ? { status: busy[attempt], isPlaced: true } : undefined),
    });
    expect(answer).toMatchObject({ status: 201, order: { order_id: 'order-0' } });
  });

  it('are resolved by a refusal, too', async () => {
    expect(await resolve({ fault: () => ({ status: 422, isPlaced: false }) })).toMatchObject({ status: 422 });
  });

  it('stay unknown where no repetition is answered', async () => {
    expect(await resolve({ fault: () => ({ status: undefined, isPlaced: false }) })).toBeUndefined();
  });
});
