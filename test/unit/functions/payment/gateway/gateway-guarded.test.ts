// Also tests functions/payment/gateway
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardedGateway, usualGuard } from '../../../../../functions/payment/gateway/gateway.guarded.ts';
import type { Charge } from '../../../../../functions/payment/model/ports.ts';
import { ScriptedGateway } from '../../../../support/fakes/scripted-gateway.ts';

let gateway: ScriptedGateway;
let counted: string[];
beforeEach(() => {
  // The library reads the system clock itself.
  vi.useFakeTimers({ toFake: ['Date'] });
  gateway = new ScriptedGateway();
  counted = [];
});
afterEach(() => void vi.useRealTimers());

const guarded = (more = {}) =>
  guardedGateway(gateway, {
    ...usualGuard,
    quickRetryMs: 0,
    observer: { count: (name) => void counted.push(name) },
    ...more,
  });
const charge = (name: string): Charge => ({
  ...{ idempotencyKey: name, orderId: name, amount: 100, currency: 'GBP', aged: false, token: 'tok_approve' },
});

describe('the guarded gateway', () => {
  it('forwards calls and answers', async () => {
    const guard = guarded();
    expect(await guard.charge(charge('one'))).toEqual({ status: 'approved' });
    expect(await guard.lookup(charge('one'))).toEqual({ status: 'approved' });
    expect(await guard.refund({ idempotencyKey: 'refund', charge: charge('one') })).toEqual({ status: 'refunded' });
    expect(gateway.asked).toHaveLength(3);
  });

  it('retries once a call that the gateway refused to serve', async () => {
    gateway.failNext('unavailable');
    expect(await guarded().charge(charge('one'))).toEqual({ status: 'approved' });
    gateway.failNext('unavailable', 'unavailable');
    expect(await guarded().charge(charge('two'))).toMatchObject({ status: 'unavailable' });
    expect(gateway.asked.map(([, key]) => key)).toEqual(['one', 'one', 'two', 'two']);
  });

  it.each(['lost', 'answer-lost'] as const)('(%s) leaves an unknown outcome to a look-up', async (fault) => {
    gateway.failNext(fault);
    expect(await guarded().charge(charge('one'))).toMatchObject({ status: 'unknown' });
    expect(gateway.asked).toHaveLength(1);
  });

  it('rethrows a defect', async () => {
    const guard = guarded();
    await guard.charge(charge('one'));
    await expect(guard.charge({ ...charge('one'), amount: 1 })).rejects.toThrow(RangeError);
  });

  it('does not count declines as failures', async () => {
    const guard = guarded();
    for (let index = 0; index < 30; index += 1) await guard.charge({ ...charge(`${index}`), token: 'tok_decline' });
    expect(gateway.asked).toHaveLength(30);
    expect(counted).toEqual([]);
  });

  it('rejects calls beyond its concurrency limit', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    gateway.before = () => promise;
    const guard = guarded({ concurrency: 2 });
    const calls = ['one', 'two', 'three'].map((name) => guard.charge(charge(name)));
    expect(await calls[2]).toMatchObject({ status: 'unavailable' });
    resolve(undefined);
    expect(await Promise.all(calls.slice(0, 2))).toEqual([{ status: 'approved' }, { status: 'approved' }]);
  });
});

describe('a failing gateway', () => {
  const trouble = async (guard = guarded()) => {
    gateway.before = async () => 'lost';
    for (let index = 0; index < 10; index += 1) await guard.charge(charge(`${index}`));
    return guard;
  };

  it('is not called any more, and a metric counts it', async () => {
    const guard = await trouble();
    expect(counted).toEqual(['GatewayBreakerOpened']);
    expect(await guard.charge(charge('later'))).toMatchObject({ status: 'unavailable' });
    expect(gateway.asked).toHaveLength(10);
  });

  it('is probed by one call after a delay, and called again when that is answered', async () => {
    const guard = await trouble();
    vi.setSystemTime(Date.now() + usualGuard.restMs - 1);
    expect(await guard.charge(charge('early'))).toMatchObject({ status: 'unavailable' });
    vi.setSystemTime(Date.now() + 1);
    gateway.before = async () => undefined;
    expect(await guard.charge(charge('later'))).toEqual({ status: 'approved' });
    expect(await guard.charge(charge('after'))).toEqual({ status: 'approved' });
  });

  it('is left alone again when the probe gets no answer', async () => {
    const guard = await trouble();
    vi.setSystemTime(Date.now() + usualGuard.restMs);
    expect(await guard.charge(charge('later'))).toMatchObject({ status: 'unknown' });
    expect(await guard.charge(charge('after'))).toMatchObject({ status: 'unavailable' });
    expect(counted).toEqual(['GatewayBreakerOpened', 'GatewayBreakerOpened']);
  });
});
