import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Allowance,
  available,
  fullAllowance,
  type Limits,
  nextAt,
  queueUp,
  spend,
  take,
  withNextRound,
  withoutQueue,
} from '../../../../../functions/notification/model/allowance-domain.ts';

const start = Date.parse('2026-11-22T06:00:00.000Z');
const limits = fc.record({ burst: fc.integer({ min: 1, max: 50 }), refillMs: fc.integer({ min: 1, max: 60_000 }) });
const steps = fc.array(fc.record({ pauseMs: fc.nat(120_000), wanted: fc.integer({ min: 1, max: 30 }) }), {
  minLength: 1,
  maxLength: 60,
});

/** The send time of each message, if each takes the next available token. */
const spent = (of: Limits, moments: readonly { readonly pauseMs: number; readonly wanted: number }[]): number[] => {
  let now = start;
  let allowance: Allowance = fullAllowance;
  return moments.flatMap(({ pauseMs, wanted }) => {
    now += pauseMs;
    const { taken, allowance: after } = take(allowance, of, now, wanted);
    allowance = after;
    return Array.from({ length: taken }, () => now);
  });
};

describe('an allowance', () => {
  it('never exceeds the burst and the refill in any period', () => {
    fc.assert(
      fc.property(limits, steps, (of, moments) => {
        const went = spent(of, moments);
        went.forEach((from, first) => {
          went.slice(first).forEach((to, index) => {
            expect(index + 1).toBeLessThanOrEqual(of.burst + Math.floor((to - from) / of.refillMs));
          });
        });
      }),
    );
  });

  it('grants every available token', () => {
    fc.assert(
      fc.property(limits, steps, (of, moments) => {
        let now = start;
        let tokens = of.burst;
        let carry = 0;
        let allowance: Allowance = fullAllowance;
        for (const { pauseMs, wanted } of moments) {
          now += pauseMs;
          // The usual token bucket: tokens are added up to a maximum.
          carry = tokens >= of.burst ? 0 : carry + pauseMs;
          const income = Math.floor(carry / of.refillMs);
          carry -= income * of.refillMs;
          tokens += income;
          if (tokens >= of.burst) {
            tokens = of.burst;
            carry = 0;
          }
          expect(available(allowance, of, now)).toBe(tokens);
          const { taken, allowance: after } = take(allowance, of, now, wanted);
          expect(taken).toBe(Math.min(wanted, tokens));
          tokens -= taken;
          allowance = after;
        }
      }),
    );
  });

  it('grants the next token at the time that it returns, and not before', () => {
    fc.assert(
      fc.property(limits, steps, (of, moments) => {
        let now = start;
        let allowance: Allowance = fullAllowance;
        for (const { pauseMs, wanted } of moments) {
          now += pauseMs;
          allowance = take(allowance, of, now, wanted).allowance;
          const next = nextAt(allowance, of, now);
          expect(available(allowance, of, next)).toBeGreaterThanOrEqual(1);
          if (next > now) expect(available(allowance, of, next - 1)).toBe(0);
        }
      }),
    );
  });

  it('increments its version with every change', () => {
    const of = { burst: 2, refillMs: 1_000 };
    const taken = take(fullAllowance, of, start, 1).allowance;
    const queued = queueUp(taken, of, start, start).allowance;
    const asleep = withNextRound(queued, of, start, start);
    expect([taken, queued, asleep, withoutQueue(asleep)].map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    expect(take(taken, of, start, 0).allowance).toBe(taken);
  });
});

describe('a queue', () => {
  it('blocks new notifications while entries wait', () => {
    const of = { burst: 5, refillMs: 1_000 };
    const { allowance } = queueUp(fullAllowance, of, start, start + 500);
    expect(available(allowance, of, start)).toBe(5);
    expect(spend(allowance, of, start)).toBeUndefined();
    expect(spend(withoutQueue(allowance), of, start)).toBeDefined();
  });

  it('orders its entries, the first not before a token is available', () => {
    fc.assert(
      fc.property(limits, steps, fc.nat(50), (of, moments, spentBefore) => {
        let now = start;
        let allowance = take(fullAllowance, of, now, spentBefore).allowance;
        let last = { dueAt: 0, version: 0 };
        for (const { pauseMs } of moments) {
          now += pauseMs;
          const { dueAt, allowance: after } = queueUp(allowance, of, now, now);
          expect(dueAt).toBeGreaterThanOrEqual(nextAt(allowance, of, now));
          if (last.dueAt > 0) expect(dueAt).toBeGreaterThanOrEqual(last.dueAt + of.refillMs);
          expect(after.version).toBeGreaterThan(last.version);
          expect(after.queue?.wake_at).toBe(allowance.queue?.wake_at ?? dueAt);
          last = { dueAt, version: after.version };
          allowance = after;
        }
      }),
    );
  });
});
