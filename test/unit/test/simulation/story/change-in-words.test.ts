import { describe, expect, it } from 'vitest';
import { changeInWords } from '../../../../simulation/story/change-in-words.ts';

describe('changeInWords', () => {
  it('shows what moved, and nothing that stayed', () => {
    const before = { sku: 'SKU-0', available: 3, reserved: 1, sold: 0, version: 4 };
    expect(changeInWords({ table: 'stock', before, after: { ...before, available: 2, reserved: 2 } })).toBe(
      'sets stock SKU-0: available 3 → 2, reserved 1 → 2',
    );
    expect(changeInWords({ table: 'stock', before, after: before })).toBe('sets stock SKU-0');
  });

  it('shows what is new, what comes to a set, and what goes', () => {
    const after = { order_id: 'a', part: 'SAGA', status: 'CREATED', reserved: new Set(['SKU-0', 'SKU-1']) };
    expect(changeInWords({ table: 'orders', before: undefined, after })).toBe(
      'puts orders a/SAGA: status CREATED, reserved {SKU-0, SKU-1}',
    );
    expect(changeInWords({ table: 'orders', before: after, after: undefined })).toBe('removes orders a/SAGA');
  });
});
