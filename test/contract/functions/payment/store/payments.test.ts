// Also tests functions/payment/store
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Payments } from '../../../../../functions/payment/model/ports.ts';
import { parked, unparked } from '../../../../../functions/payment/model/retry-domain.ts';
import { moved } from '../../../../../functions/payment/model/state-domain.ts';
import { dynamodbPayments } from '../../../../../functions/payment/store/payments.dynamodb.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { allPages } from '../../../../support/all-pages.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { InMemoryPayments } from '../../../../support/fakes/in-memory-payments.ts';
import { paymentOf } from '../../../../support/payment-world.ts';

const { client, newTable } = dynamodbLocal();

const inDynamoDb = async () => {
  const table = await newTable('payments');
  return dynamodbPayments(client, table);
};

const at = '2026-11-22T06:00:01.000Z';
const next = (payment: ReturnType<typeof paymentOf>) => ({ ...payment, version: payment.version + 1 });

describe.each<[string, () => Promise<Payments>]>([
  ['in memory', async () => new InMemoryPayments()],
  ['in DynamoDB', inDynamoDb],
])('the payments %s', (_name, open) => {
  let payments: Payments;
  beforeAll(async () => {
    payments = await open();
  });

  it('stores the first payment of an order whole, and no other', async () => {
    const first = paymentOf('first');
    expect(await payments.create(first)).toEqual({ ok: true, value: first });
    expect(await payments.create({ ...first, state: 'CANCELLED' })).toEqual({ ok: false, error: first });
    expect(await payments.find(first.order_id)).toEqual(first);
  });

  it('finds no payment of an order without one', async () => {
    expect(await payments.find(randomUUID())).toBeUndefined();
  });

  it('replaces a version by the next one, and drops its missing fields', async () => {
    const first = paymentOf('replaced');
    await payments.create(first);
    const paid = next(moved(first, { type: 'CHARGED', reference: 'ch_1' }, at));
    expect(await payments.replace(paid)).toEqual({ ok: true, value: paid });
    expect(await payments.find(first.order_id)).toEqual(paid);
    expect(paid).not.toHaveProperty('payment_token');
  });

  it('lets one of many writers replace a version, and returns it to the others', async () => {
    const first = paymentOf('race');
    await payments.create(first);
    const race = await Promise.all(
      Array.from({ length: 8 }, (_, index) => payments.replace(next({ ...first, attempts: index }))),
    );
    const winners = race.filter((result) => result.ok);
    expect(winners).toHaveLength(1);
    for (const result of race) expect(result.ok ? result.value : result.error).toEqual(winners[0]?.value);
  });

  it('does not replace a missing payment', async () => {
    await expect(payments.replace(paymentOf('unknown'))).rejects.toThrow(RangeError);
  });

  it('finds the existing ones of many', async () => {
    const two = [paymentOf('all-1'), paymentOf('all-2')];
    for (const payment of two) await payments.create(payment);
    const unknown = Array.from({ length: 150 }, () => randomUUID());
    const found = await payments.findAll([...two.map(({ order_id }) => order_id), ...unknown]);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining(two));
    expect(await payments.findAll([])).toEqual([]);
  });

  it('finds due payments, the longest overdue first, until it is unparked', async () => {
    const names = ['due-3', 'due-1', 'due-2', 'due-4', 'due-later'];
    for (const name of names) {
      const second = name === 'due-later' ? '59' : `0${name.slice(-1)}`;
      await payments.create(parked(paymentOf(name), `2026-11-22T07:00:${second}.000Z`, { counted: true }));
    }
    await payments.create(paymentOf('not-parked'));
    const ids = (...wanted: readonly string[]) => wanted.map((name) => paymentOf(name).order_id);
    expect(await payments.due('2026-11-22T07:00:30.000Z', 10)).toEqual(ids('due-1', 'due-2', 'due-3', 'due-4'));
    expect(await payments.due('2026-11-22T07:00:30.000Z', 2)).toEqual(ids('due-1', 'due-2'));
    const [first = ''] = ids('due-1');
    const found = await payments.find(first);
    expect(found).toMatchObject({ attempts: 1, due_at: '2026-11-22T07:00:01.000Z' });
    if (found !== undefined) await payments.replace(next(unparked(found)));
    expect(await payments.due('2026-11-22T07:00:30.000Z', 2)).toEqual(ids('due-2', 'due-3'));
  });
});

describe.each<[string, () => Promise<Payments>]>([
  ['in memory', async () => new InMemoryPayments()],
  ['in DynamoDB', inDynamoDb],
])('the movements of money %s', (_name, open) => {
  const period = { from: '2026-11-22T06:50:00.000Z', until: '2026-11-22T07:10:00.000Z' };
  const namesIn = async (payments: Payments, names: readonly string[]) => {
    const found = (await allPages(payments.movedMoney(period))).map(({ order_id }) => order_id);
    return names.filter((name) => found.includes(paymentOf(name).order_id));
  };

  it('are those of its payments, in a period of several hours, the last of each', async () => {
    const payments = await open();
    const [paid_at, refunded_at] = ['2026-11-22T06:50:00.000Z', '2026-11-22T07:09:59.999Z'];
    const stored = {
      first: paymentOf('first', { state: 'PAID', paid_at }),
      last: paymentOf('last', { state: 'REFUNDED', paid_at: '2026-11-20T06:00:00.000Z', refunded_at }),
      'given back since': paymentOf('given back since', {
        ...{ state: 'REFUNDED', paid_at, refunded_at: '2026-11-22T09:00:00.000Z' },
      }),
      before: paymentOf('before', { state: 'PAID', paid_at: '2026-11-22T06:49:59.999Z' }),
      after: paymentOf('after', { state: 'PAID', paid_at: period.until }),
      free: paymentOf('free', { state: 'PAID', paid_at, amount: 0 }),
      failed: paymentOf('failed', { state: 'FAILED', failed_at: paid_at }),
    } as const;
    for (const payment of Object.values(stored)) await payments.create(payment);
    expect(await namesIn(payments, Object.keys(stored))).toEqual(['first', 'last']);
    // Payments in the index for the comparison wait for nothing.
    expect(await payments.due('2999-01-01T00:00:00.000Z', 10)).toEqual([]);
    expect(await payments.find(stored.first.order_id)).toEqual(stored.first);
  });

  it('are those of payments that have left the schedule', async () => {
    const payments = await open();
    const waiting = parked(paymentOf('waiting', { state: 'PAID', paid_at: period.from }), at, { counted: false });
    await payments.create(waiting);
    expect(await namesIn(payments, ['waiting'])).toEqual([]);
    expect(await payments.due('2026-11-22T07:00:00.000Z', 10)).toEqual([waiting.order_id]);
    await payments.replace(next(unparked(waiting)));
    expect(await namesIn(payments, ['waiting'])).toEqual(['waiting']);
    expect(await payments.due('2026-11-22T07:00:00.000Z', 10)).toEqual([]);
    expect(await payments.find(waiting.order_id)).toEqual(next(unparked(waiting)));
  });

  it('are all of many', async () => {
    const payments = await open();
    const names = Array.from({ length: 130 }, (_, index) => `many-${index}`);
    await Promise.all(names.map((name) => payments.create(paymentOf(name, { state: 'PAID', paid_at: period.from }))));
    expect(await namesIn(payments, names)).toEqual(names);
  });
});

describe('the payments in DynamoDB', () => {
  it('are read consistently', async () => {
    const payments = await inDynamoDb();
    const requests = recordRequests(client);
    await payments.find('order');
    await payments.findAll(['order']);
    expect(requests).toHaveLength(2);
    for (const { input } of requests) expect(input).toContain('"ConsistentRead":true');
  });

  it('fail transiently when the table is unavailable', async () => {
    await expect(dynamodbPayments(client, 'no-such-table').find('order')).rejects.toThrow(TransientError);
  });
});
