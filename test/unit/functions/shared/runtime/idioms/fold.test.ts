import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { type Fold, fold, type Write } from '../../../../../../functions/shared/runtime/idioms/fold.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { delivered } from '../../../../../support/stock-commands.ts';

/** Adds to an account; an amount that is not a number is a defect. */
interface Deposit {
  readonly account: string;
  readonly amount: number;
}

const emitted = (event_id: string): DomainEvent => ({
  type: 'ORDER_PAID',
  event_id,
  timestamp: '2026-11-22T06:00:00.000Z',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  metadata: { correlation_id: event_id, source: 'test', attempt: 1, schema_version: 1 },
});

class Bank {
  readonly accounts = new Map<string, number>();
  readonly commits: (readonly Write<number>[])[] = [];
  /** Actions before each commit. */
  readonly script: (() => void)[] = [];
  /** Races lost at each pause. */
  readonly pauses: number[] = [];

  fold(itemLimit: number): Fold<Deposit, number> {
    return {
      itemLimit,
      pause: async (lost) => void this.pauses.push(lost),
      items: ({ account }) => [account],
      load: async (items) => new Map([...this.accounts].filter(([account]) => items.includes(account))),
      step: (read, { account, amount }) => {
        if (Number.isNaN(amount)) throw new RangeError('no amount');
        const balance = (read(account) ?? 0) + amount;
        return { writes: { [account]: balance }, emit: [emitted(`${account}=${balance}`)] };
      },
      commit: async (writes) => {
        this.script.shift()?.();
        if (writes.some(({ item, before }) => this.accounts.get(item) !== before)) return 'conflict';
        this.commits.push(writes);
        for (const { item, after } of writes) this.accounts.set(item, after);
        return 'committed';
      },
    };
  }

  async run(deposits: readonly Deposit[], itemLimit = 100) {
    const outcome = await fold(this.fold(itemLimit))(delivered('inventory.commands', deposits));
    return {
      emitted: outcome.emit.map(({ event_id }) => event_id),
      failed: outcome.failed.map(({ received }) => received.record.offset),
      rejected: outcome.rejected.map(({ received, cause }) => [received.record.offset, cause]),
    };
  }
}

const deposit = (account: string, amount = 1): Deposit => ({ account, amount });

describe('the fold', () => {
  it('commits a whole batch of one account in one write, and emits every step', async () => {
    const bank = new Bank();
    const { emitted } = await bank.run([deposit('a'), deposit('b', 5), deposit('a', 2)]);
    expect(emitted).toEqual(['a=1', 'b=5', 'a=3']);
    expect(bank.commits).toEqual([
      [
        { item: 'a', before: undefined, after: 3 },
        { item: 'b', before: undefined, after: 5 },
      ],
    ]);
  });

  it('splits the batch where a commit is full', async () => {
    const bank = new Bank();
    await bank.run(
      ['a', 'b', 'a', 'c', 'd', 'd'].map((account) => deposit(account)),
      2,
    );
    expect(bank.commits.map((writes) => writes.map(({ item }) => item))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('folds again over the state of another writer', async () => {
    const bank = new Bank();
    bank.script.push(() => bank.accounts.set('a', 40));
    expect((await bank.run([deposit('a', 2)])).emitted).toEqual(['a=42']);
  });

  it('fails the batch for redelivery after too many lost races', async () => {
    const bank = new Bank();
    for (let race = 1; race <= 10; race += 1) bank.script.push(() => bank.accounts.set('a', race));
    expect(await bank.run([deposit('a'), deposit('b')])).toEqual({ emitted: [], failed: [0, 1], rejected: [] });
    expect(bank.pauses).toEqual([1, 2, 3, 4]);
  });

  it('keeps commits before a transient error, and fails the rest', async () => {
    const bank = new Bank();
    bank.script.push(
      () => undefined,
      () => {
        throw new TransientError('throttled');
      },
    );
    const outcome = await bank.run([deposit('a'), deposit('b'), deposit('c')], 1);
    expect(outcome).toEqual({ emitted: ['a=1'], failed: [1, 2], rejected: [] });
    expect([...bank.accounts.keys()]).toEqual(['a']);
  });

  it('rejects an event that its step refuses, without changing the state', async () => {
    const bank = new Bank();
    const outcome = await bank.run([deposit('a'), deposit('a', Number.NaN), deposit('a')]);
    expect(outcome).toEqual({ emitted: ['a=1', 'a=2'], failed: [], rejected: [[1, 'RangeError: no amount']] });
  });

  it('isolates the one event whose commit is a defect', async () => {
    const bank = new Bank();
    const spec = bank.fold(100);
    const picky: typeof spec = {
      ...spec,
      commit: (writes) => {
        if (writes.some(({ item }) => item === 'b')) throw new TypeError('too large');
        return spec.commit(writes);
      },
    };
    const { emit, rejected } = await fold(picky)(
      delivered(
        'inventory.commands',
        ['a', 'b', 'c'].map((a) => deposit(a)),
      ),
    );
    expect(emit.map(({ event_id }) => event_id)).toEqual(['a=1', 'c=1']);
    expect(rejected.map(({ received }) => received.record.offset)).toEqual([1]);
  });
});
