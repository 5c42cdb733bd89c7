// Also tests functions/payment/gateway/simulated
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { simulatedGateway } from '../../../../../../functions/payment/gateway/simulated/gateway.simulated.ts';
import { simulatedStatement } from '../../../../../../functions/payment/gateway/simulated/statement.simulated.ts';
import type { Charge } from '../../../../../../functions/payment/model/ports.ts';
import { dynamodbComparisons } from '../../../../../../functions/payment/store/comparisons.dynamodb.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { allPages } from '../../../../../support/all-pages.ts';
import { dynamodbLocal } from '../../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../../support/fakes/fixed-clock.ts';
import { InMemoryStatement } from '../../../../../support/fakes/in-memory-statement.ts';

const { client } = dynamodbLocal('gateway', 'statements');

describe('the statement of the simulated gateway', () => {
  const clock = new FixedClock('2026-11-22T06:59:59.990Z');
  const chargeOf = (name: string, token = 'tok_approve'): Charge => ({
    ...{ idempotencyKey: `key of ${name}`, orderId: name, amount: 3197, currency: 'GBP', aged: false, token },
  });
  const entry = (name: string, kind = 'charge') => ({
    ...{ kind, orderId: name, charge: `key of ${name}`, amount: 3197, currency: 'GBP' },
  });
  const entries = (from: string, until: string) =>
    allPages(simulatedStatement(client, 'gateway').entries({ from, until }));

  it('lists the movements of a period, each in one period', async () => {
    const gateway = simulatedGateway(client, 'gateway', { clock, timeoutMs: 10, wait: async () => undefined });
    for (const name of ['one', 'declined', 'flaky']) {
      await gateway.charge(chargeOf(name, name === 'one' ? undefined : `tok_${name.slice(0, 7)}`));
    }
    clock.advance(10);
    await gateway.charge(chargeOf('two'));
    clock.advance(3_600_000);
    await gateway.refund({ idempotencyKey: 'refund of one', charge: chargeOf('one') });
    const hours = ['06', '07', '08', '09'].map((hour) => `2026-11-22T${hour}:00:00.000Z`) as [
      string,
      string,
      string,
      string,
    ];
    expect(await entries(hours[0], hours[1])).toEqual([entry('one')]);
    expect(await entries(hours[1], hours[2])).toEqual([entry('two')]);
    expect(await entries(hours[2], hours[3])).toEqual([entry('one', 'refund')]);
    expect(await entries(hours[0], hours[3])).toHaveLength(3);
    expect(await entries(hours[0], '2026-11-22T06:59:59.990Z')).toEqual([]);
    expect(await entries('2026-11-22T06:59:59.990Z', hours[1])).toEqual([entry('one')]);
  });

  it('has any number of pages', async () => {
    const gateway = simulatedGateway(client, 'gateway', {
      clock: new FixedClock('2026-11-23T06:30:00.000Z'),
      timeoutMs: 10,
      wait: async () => undefined,
    });
    await Promise.all(Array.from({ length: 120 }, (_, index) => gateway.charge(chargeOf(`many-${index}`))));
    const found = await entries('2026-11-23T06:00:00.000Z', '2026-11-23T07:00:00.000Z');
    expect(new Set(found.map(({ orderId }) => orderId)).size).toBe(120);
  });

  it('fails transiently when the ledger is unavailable', async () => {
    const statement = simulatedStatement(client, 'no-such-table');
    const period = { from: '2026-11-22T06:00:00.000Z', until: '2026-11-22T07:00:00.000Z' };
    await expect(allPages(statement.entries(period))).rejects.toThrow(TransientError);
  });
});

describe.each([
  ['in memory', () => new InMemoryStatement()],
  ['in DynamoDB', () => dynamodbComparisons(client, 'statements', 'stripe')],
])('how far the comparison went (%s)', (_name, open) => {
  it('advances from its stored progress only', async () => {
    const comparisons = open();
    const [start, ...hours] = [randomUUID(), randomUUID(), randomUUID()];
    expect(await comparisons.comparedUntil()).toBeUndefined();
    await comparisons.advance(undefined, start ?? '');
    await comparisons.advance(undefined, 'another');
    expect(await comparisons.comparedUntil()).toBe(start);
    await comparisons.advance(start, hours[0] ?? '');
    await comparisons.advance(start, hours[1] ?? '');
    expect(await comparisons.comparedUntil()).toBe(hours[0]);
  });
});
