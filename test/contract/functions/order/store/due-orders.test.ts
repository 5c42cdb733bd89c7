import { beforeEach, describe, expect, it } from 'vitest';
import { decide, decideTimeout, type SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import type { DueOrders, Sagas } from '../../../../../functions/order/model/ports.ts';
import { dueAgain, type SagaRecord } from '../../../../../functions/order/model/saga-record-domain.ts';
import { dynamoDueOrders } from '../../../../../functions/order/store/due-orders.dynamodb.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryOrders } from '../../../../support/fakes/in-memory-orders.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';

const { client, newTable } = dynamodbLocal();

type Stores = readonly [Sagas, DueOrders];
const inMemory = async (): Promise<Stores> => {
  const orders = new InMemoryOrders();
  return [orders, orders];
};
const inDynamo = async (): Promise<Stores> => {
  const table = await newTable('orders');
  return [dynamoSagas(client, table, new FixedClock()), dynamoDueOrders(client, table)];
};

const idOf = (n: number) => `a1b2c3d4-0000-5000-8000-${String(n).padStart(12, '0')}`;
const at = (minutes: number) => new Date(Date.parse('2026-11-22T06:00:00.000Z') + minutes * 60_000).toISOString();

describe.each([
  ['in memory', inMemory],
  ['in DynamoDB', inDynamo],
])('orders that are due %s', (_, create) => {
  let sagas: Sagas;
  let due: DueOrders;
  beforeEach(async () => {
    [sagas, due] = await create();
  });
  const change = async (n: number, how: (record: SagaRecord | undefined) => SagaRecord | undefined) => {
    const before = await sagas.load(idOf(n));
    const after = how(before);
    return after && sagas.save(before, after);
  };
  const apply = (n: number, dueAt: string, ...events: readonly SagaEvent[]) =>
    change(n, (record) => decide(record, events, { now: at(0), dueAt }).record);
  const place = (n: number, dueAt: string) => apply(n, dueAt, createdEvent(orderOf(['A'], idOf(n))));
  const postpone = (n: number, minutes: number, attempts: number) =>
    change(n, (record) => record && dueAgain(record, { at: at(minutes), attempts }));

  it('are found before a time, the longest due first, up to the limit', async () => {
    for (const [n, minutes] of [
      [1, 3],
      [2, 1],
      [3, 2],
      [4, 9],
    ] as const) {
      await place(n, at(minutes));
    }
    expect(await due.before(at(5), 10)).toEqual([idOf(2), idOf(3), idOf(1)]);
    expect(await due.before(at(5), 2)).toEqual([idOf(2), idOf(3)]);
    expect(await due.before(at(1), 10)).toEqual([]);
    expect(await due.repaired(10)).toEqual([]);
  });

  it('are found without ORDER_CREATED', async () => {
    await apply(1, at(1), reservedEvent(idOf(1), 'A'));
    expect(await due.before(at(2), 10)).toEqual([idOf(1)]);
  });

  it('are postponed by one of their readers, and then count as repaired', async () => {
    await place(1, at(1));
    const read = (await sagas.load(idOf(1))) as SagaRecord;
    const tries = [2, 3, 4].map((minutes) => sagas.save(read, dueAgain(read, { at: at(minutes), attempts: 1 })));
    expect((await Promise.all(tries)).filter((saved) => saved !== undefined)).toHaveLength(1);
    expect(await due.before(at(1.5), 10)).toEqual([]);
    expect(await due.repaired(10)).toEqual([idOf(1)]);
    expect(await due.before(at(9), 10)).toEqual([idOf(1)]);
  });

  it('keep their shard if they were not repaired', async () => {
    await place(1, at(1));
    await postpone(1, 2, 0);
    expect(await due.repaired(10)).toEqual([]);
    expect(await due.before(at(3), 10)).toEqual([idOf(1)]);
  });

  it('are cleared', async () => {
    await place(1, at(1));
    await postpone(1, 1, 1);
    await change(1, (record) => record && dueAgain(record));
    expect(await due.before(at(9), 10)).toEqual([]);
    expect(await due.repaired(10)).toEqual([]);
  });

  it('leave the index with their waiting state, unless their cancel is unpublished', async () => {
    await place(1, at(1));
    await place(2, at(1));
    await postpone(1, 2, 1);
    await apply(1, at(3), reservedEvent(idOf(1), 'A'), paidEvent(orderOf(['A'], idOf(1))));
    await change(2, (record) => record && decideTimeout(record, { now: at(15), dueAt: at(17) }));
    expect(await due.before(at(99), 10)).toEqual([idOf(2)]);
    expect(await due.repaired(10)).toEqual([]);
  });

  it('reset their attempts with the next step', async () => {
    await place(1, at(1));
    await postpone(1, 5, 1);
    await apply(1, at(4), reservedEvent(idOf(1), 'A'));
    expect((await sagas.load(idOf(1)))?.due).toEqual({ at: at(4), attempts: 0 });
    expect(await due.repaired(10)).toEqual([]);
  });
});
