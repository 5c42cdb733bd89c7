import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, ReservationState } from '../../../../../functions/inventory/model/stock-domain.ts';
import { bytesOfOutcomes, outcomesOfBytes } from '../../../../../functions/inventory/store/outcome-bytes.ts';

const states: readonly ReservationState[] = ['RESERVED', 'REJECTED', 'COMMITTED', 'RELEASED', 'ADJUSTED', 'REFUSED'];
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const anyTime = fc
  .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const anyOutcome: fc.Arbitrary<Outcome> = fc
  .record({
    owner: fc.oneof(
      fc.uuid(),
      text,
      fc.uuid().map((id) => id.toUpperCase()),
    ),
    state: fc.constantFrom(...states),
    qty: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    version: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.maxSafeNat()),
    available: fc.oneof(fc.nat(1_000), fc.maxSafeNat()),
    at: anyTime,
    orderedAt: fc.option(anyTime, { nil: undefined }),
    reason: fc.option(fc.oneof(fc.constant('PAYMENT_FAILED'), text), { nil: undefined }),
    actor: fc.option(text, { nil: undefined }),
  })
  .map(({ orderedAt, reason, actor, ...outcome }) => ({
    ...{ ...outcome, sku: 'A' },
    ...(orderedAt !== undefined && { orderedAt }),
    ...(reason !== undefined && { reason }),
    ...(actor !== undefined && { actor }),
  }));

describe('outcomes as bytes', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(anyOutcome, { maxLength: 40 }), (outcomes) => {
        expect(outcomesOfBytes('A', bytesOfOutcomes(outcomes))).toEqual(outcomes);
      }),
    );
  });

  it('take at most 28 bytes each where they follow one another', () => {
    const outcomes = Array.from({ length: 30 }, (_, index): Outcome => {
      const time = Date.UTC(2026, 0, 1) + index * 3_600_000;
      const owner = `0e822ca5-581e-57fb-8842-03a504474b${String(10 + index)}`;
      return {
        owner,
        sku: 'A',
        state: 'RELEASED',
        qty: 3,
        version: 123_456 + index,
        available: 10_000,
        at: new Date(time + 3_000).toISOString(),
        orderedAt: new Date(time).toISOString(),
        reason: 'PAYMENT_FAILED',
      };
    });
    expect(bytesOfOutcomes(outcomes).length).toBeLessThanOrEqual(28 * 30);
  });

  it('are refused if a later release wrote them, and if they end within a value', () => {
    expect(() => outcomesOfBytes('A', Uint8Array.of(2))).toThrow('The outcomes of A have a format');
    expect(() => outcomesOfBytes('A', Uint8Array.of(1, 7))).toThrow('a state that this release does not know');
    fc.assert(
      fc.property(anyOutcome, fc.nat(), (outcome, cut) => {
        const bytes = bytesOfOutcomes([outcome]);
        const length = 2 + (cut % (bytes.length - 2));
        expect(() => outcomesOfBytes('A', bytes.slice(0, length))).toThrow(RangeError);
      }),
    );
  });
});
