import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../../lib/config/configuration-error.ts';
import { type ConsumerLoad, invocationsAtOnce, pollerLimits } from '../../../../lib/config/poller-limits.ts';

const unbounded = { minimum: 1, maximum: 2_000 };
const load = (changes: Partial<ConsumerLoad> = {}): ConsumerLoad => ({
  partitions: 48,
  recordsPerSecond: { usual: 100, peak: 1_000 },
  recordBytes: 1_000,
  delivered: 1,
  invocationRecordsPerSecond: 100,
  ...changes,
});

describe('pollerLimits', () => {
  it('are what five invocations of each poller do: usual load at least, twice the peak at most', () => {
    // One invocation at once does the usual load, twenty do twice the peak.
    expect(pollerLimits(load(), unbounded)).toEqual({ minimum: 1, maximum: 4 });
    expect(pollerLimits(load({ recordsPerSecond: { usual: 501, peak: 1_001 } }), unbounded)).toEqual({
      minimum: 2,
      maximum: 5,
    });
  });

  it('count what the filter lets through', () => {
    expect(pollerLimits(load({ delivered: 0.25 }), unbounded)).toEqual({ minimum: 1, maximum: 1 });
  });

  it('count the bytes of what is read, filtered or not', () => {
    const large = load({ recordBytes: 10_000, delivered: 0.01 });
    expect(pollerLimits(large, unbounded)).toEqual({ minimum: 1, maximum: 4 });
  });

  it('are within the bounds of the stage', () => {
    expect(pollerLimits(load(), { minimum: 1, maximum: 1 })).toEqual({ minimum: 1, maximum: 1 });
    expect(pollerLimits(load(), { minimum: 3, maximum: 3 })).toEqual({ minimum: 3, maximum: 3 });
  });

  it('are never more than the partitions', () => {
    const few = load({ partitions: 2, invocationRecordsPerSecond: 10_000, recordBytes: 100_000 });
    expect(pollerLimits(few, { minimum: 1, maximum: 50 })).toEqual({ minimum: 2, maximum: 2 });
  });

  it('are refused where the partitions do not allow the peak twice', () => {
    const tooMuch = load({ partitions: 19 });
    expect(() => pollerLimits(tooMuch, unbounded)).toThrow(ConfigurationError);
    expect(() => pollerLimits(tooMuch, unbounded)).toThrow(
      '2 times 1000 records per second need 20 invocations at once, and 19 partitions allow no more than 19.',
    );
  });

  it('never fall as the load rises, and keep minimum and maximum in order', () => {
    const rates = fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 2_000 }));
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 100 }), ([one, other], more) => {
        const [usual, peak] = [Math.min(one, other), Math.max(one, other)];
        const at = (factor: number) =>
          pollerLimits(
            load({ partitions: 10_000, recordsPerSecond: { usual: usual * factor, peak: peak * factor } }),
            unbounded,
          );
        const [before, after] = [at(1), at(more)];
        expect(before.minimum).toBeGreaterThanOrEqual(1);
        expect(before.maximum).toBeGreaterThanOrEqual(before.minimum);
        expect(after.minimum).toBeGreaterThanOrEqual(before.minimum);
        expect(after.maximum).toBeGreaterThanOrEqual(before.maximum);
      }),
    );
  });
});

describe('invocationsAtOnce', () => {
  it('are five for each poller, and one for each partition', () => {
    expect(invocationsAtOnce(48, { minimum: 1, maximum: 2 })).toBe(10);
    expect(invocationsAtOnce(6, { minimum: 1, maximum: 2 })).toBe(6);
  });
});
