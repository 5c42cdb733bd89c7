import { describe, expect, it } from 'vitest';
import { type Decision, decide, type StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import type { Reservation, ReservationState, Stock } from '../../../../../functions/inventory/model/stock-domain.ts';
import { adjust, lineCommand } from '../../../../support/stock-commands.ts';

const sku = '85123A';
const later = '2026-01-01T00:00:09.000Z';
const initial: Stock = { sku, available: 10, reserved: 0, sold: 0, adjusted: 10, version: 1 };

const reserve = (qty = 4): StockCommand => lineCommand('RESERVE', 'a', sku, qty);
const commit = lineCommand('COMMIT', 'a', sku, 4);
const release: StockCommand & { type: 'RELEASE' } = { ...lineCommand('RELEASE', 'a', sku, 4), type: 'RELEASE' };

/** The stock and the reservation after the commands, and the last decision; one second passes per command. */
const after = (...commands: readonly StockCommand[]) => {
  let stock: Stock | undefined = initial;
  let reservation: Reservation = {};
  let last: Decision | undefined;
  for (const [second, command] of commands.entries()) {
    last = decide(command, { stock, reservation }, `2026-01-01T00:00:0${second}.000Z`);
    stock = last.stock ?? stock;
    if (last.outcome) reservation = { ...reservation, [last.outcome.state]: last.outcome };
  }
  return { stock, reservation, last };
};

const answerTo = (command: StockCommand, ...before: readonly StockCommand[]): Decision => {
  const { stock, reservation } = after(...before);
  return decide(command, { stock, reservation }, later);
};

describe('stock moves', () => {
  it.each<[string, readonly StockCommand[], Partial<Stock>]>([
    ['to reserved', [reserve()], { available: 6, reserved: 4, sold: 0, version: 2 }],
    ['to the last unit', [reserve(10)], { available: 0, reserved: 10, version: 2 }],
    ['not at all when there is too little', [reserve(11)], { available: 10, reserved: 0, version: 2 }],
    ['from reserved to sold', [reserve(), commit], { available: 6, reserved: 0, sold: 4, version: 3 }],
    ['back from reserved', [reserve(), release], { available: 10, reserved: 0, sold: 0, version: 3 }],
    ['back from sold', [reserve(), commit, release], { available: 10, reserved: 0, sold: 0, version: 4 }],
    ['not at all for a tombstone', [release], { available: 10, reserved: 0, sold: 0, version: 2 }],
    ['in by adjustment', [adjust('in', sku, 5)], { available: 15, adjusted: 15, version: 2 }],
    ['out by adjustment', [adjust('out', sku, -10)], { available: 0, adjusted: 0, version: 2 }],
    ['not below zero by adjustment', [adjust('out', sku, -11)], { available: 10, adjusted: 10, version: 2 }],
    [
      'by the reserved quantity, whatever a later command contains',
      [reserve(), lineCommand('RELEASE', 'a', sku, 9)],
      { available: 10 },
    ],
  ])('%s', (_name, commands, expected) => {
    expect(after(...commands).stock).toMatchObject(expected);
  });

  it('from nothing: an SKU without stock rejects, and is counted from then on', () => {
    const { stock, outcome } = decide(reserve(), { stock: undefined, reservation: {} }, later);
    expect(outcome).toMatchObject({ state: 'REJECTED', qty: 4, version: 1, available: 0 });
    expect(stock).toEqual({ sku, available: 0, reserved: 0, sold: 0, adjusted: 0, version: 1 });
  });
});

describe('an adjustment', () => {
  it('is refused beyond safe integers', () => {
    const full: Stock = { ...initial, available: Number.MAX_SAFE_INTEGER - 1 };
    const known = { stock: full, reservation: {} };
    expect(decide(adjust('in', sku, 1), known, later)).toMatchObject({ outcome: { state: 'ADJUSTED' } });
    expect(decide(adjust('in', sku, 2), known, later)).toMatchObject({
      outcome: { state: 'REFUSED' },
      stock: { ...full, version: 2 },
    });
  });
});

describe('units of a SKU', () => {
  it('stay countable under any releases', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const sold: Stock = { ...initial, available: most - 10, reserved: 4, sold: 6 };
    const known = { stock: sold, reservation: {} };
    // All reserved and sold units may be released: no other unit fits.
    expect(decide(adjust('in', sku, 1), known, later).outcome).toMatchObject({ state: 'REFUSED' });
    expect(decide(adjust('out', sku, -1), known, later).outcome).toMatchObject({ state: 'ADJUSTED' });
  });
});

describe('a repeated command', () => {
  it.each<[string, StockCommand, readonly StockCommand[], string]>([
    ['RESERVE reserved', reserve(), [reserve()], 'RESERVED'],
    ['RESERVE of another quantity', reserve(9), [reserve()], 'RESERVED'],
    ['RESERVE committed since', reserve(), [reserve(), commit], 'RESERVED'],
    ['RESERVE released since', reserve(), [reserve(), release], 'RESERVED'],
    ['RESERVE rejected', reserve(), [reserve(11)], 'REJECTED'],
    ['COMMIT committed', commit, [reserve(), commit], 'COMMITTED'],
    ['COMMIT released since', commit, [reserve(), commit, release], 'COMMITTED'],
    ['RELEASE released', release, [reserve(), release], 'RELEASED'],
    ['ADJUST adjusted', adjust('in', sku, 5), [adjust('in', sku, 5)], 'ADJUSTED'],
    ['ADJUST refused', adjust('in', sku, -11), [adjust('in', sku, -11)], 'REFUSED'],
  ])('is answered as it was: %s', (_name, command, before, answer) => {
    const outcome = after(...before).reservation[answer as ReservationState];
    expect(outcome).toBeDefined();
    expect(answerTo(command, ...before)).toEqual({ outcome });
  });
});

describe('a final state', () => {
  it.each<[string, StockCommand, readonly StockCommand[], string]>([
    ['a RESERVE after its RELEASE', reserve(), [release], 'RELEASED'],
    ['a COMMIT after its RELEASE', commit, [reserve(), release], 'RELEASED'],
    ['a COMMIT after the tombstone', commit, [release], 'RELEASED'],
    ['a COMMIT of what was rejected', commit, [reserve(11)], 'REJECTED'],
  ])('answers %s and changes nothing', (_name, command, before, answer) => {
    const outcome = after(...before).reservation[answer as ReservationState];
    expect(outcome).toBeDefined();
    expect(answerTo(command, ...before)).toEqual({ outcome });
  });
});

it('a RELEASE after a rejection changes and emits nothing: no units were held', () => {
  expect(answerTo(release, reserve(11))).toEqual({});
});

describe('an invalid transition', () => {
  it('is a COMMIT without a reservation', () => {
    expect(() => answerTo(commit)).toThrow(/COMMIT of 85123A for .*: its reservation is unknown/);
  });

  it.each<[string, StockCommand, StockCommand]>([
    ['a RESERVE under the id of an adjustment', reserve(), adjust('x', sku, 1)],
    ['an ADJUST under the id of a reservation', adjust('x', sku, 1), reserve()],
  ])('is %s', (_name, command, earlier) => {
    expect(() => answerTo(command, earlier)).toThrow(RangeError);
  });
});

describe('outcomes', () => {
  it('are kept for every state', () => {
    expect(after(reserve(), commit, release).reservation).toMatchObject({
      RESERVED: { qty: 4, version: 2, available: 6, at: '2026-01-01T00:00:00.000Z' },
      COMMITTED: { qty: 4, version: 3, available: 6, at: '2026-01-01T00:00:01.000Z' },
      RELEASED: { qty: 4, version: 4, available: 10, at: '2026-01-01T00:00:02.000Z' },
    });
  });

  it('of a release without a reservation have no units', () => {
    expect(answerTo(release).outcome).toMatchObject({ state: 'RELEASED', qty: 0 });
  });

  it('keep the reason of the first release', () => {
    const unpaid = { ...release, reason: 'PAYMENT_FAILED' };
    expect(answerTo(unpaid, reserve()).outcome).toMatchObject({ state: 'RELEASED', reason: 'PAYMENT_FAILED' });
    expect(answerTo(unpaid, reserve(), release).outcome).not.toHaveProperty('reason');
  });

  it('keep the actor of an adjustment', () => {
    const command = adjust('in', sku, 5);
    const named = { ...command, metadata: { ...command.metadata, actor: 'iam:ada' } };
    expect(answerTo(named).outcome).toHaveProperty('actor', 'iam:ada');
    expect(answerTo(command).outcome).not.toHaveProperty('actor');
  });
});
