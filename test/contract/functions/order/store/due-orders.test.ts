import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DueOrders, Sagas } from '../../../../../functions/order/model/ports.ts';
import { contributionOf } from '../../../../../functions/order/model/saga-joins-domain.ts';
import { timeoutStep } from '../../../../../functions/order/model/saga-moves-domain.ts';
import { dynamoDueOrders } from '../../../../../functions/order/store/due-orders.dynamodb.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../../support/dynamodb-local.ts';
import { InMemorySagas } from '../../../../support/fakes/in-memory-sagas.ts';
import { createdEvent, orderOf, reservedEvent } from '../../../../support/order-events.ts';

let dynamodb: DynamoDbLocal;
let tables = 0;
beforeAll(async () => {
  dynamodb = await startDynamoDbLocal();
});
afterAll(() => dynamodb.stop());

type Stores = readonly [Sagas, DueOrders];
const inMemory = async (): Promise<Stores> => {
  const sagas = new InMemorySagas();
  return [sagas, sagas];
};
const inDynamo = async (): Promise<Stores> => {
  tables += 1;
  const [client, table] = [dynamodbLocalClient(dynamodb.endpoint), `orders-${tables}`];
  await createTable(client, table, 'order_id', 'part', { due: true });
  return [dynamoSagas(client, table), dynamoDueOrders(client, table)];
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
  const place = (n: number, dueAt: string) =>
    sagas.merge(idOf(n), contributionOf([createdEvent(orderOf(['A'], idOf(n)))]), dueAt);

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
    await sagas.merge(idOf(1), contributionOf([reservedEvent(idOf(1), 'A')]), at(1));
    expect(await due.before(at(2), 10)).toEqual([idOf(1)]);
  });

  it('are postponed by one of their readers, and then count as repaired', async () => {
    await place(1, at(1));
    const tries = [2, 3, 4].map((minutes) => due.postpone(idOf(1), at(1), { at: at(minutes), attempts: 1 }));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await due.before(at(1.5), 10)).toEqual([]);
    expect(await due.repaired(10)).toEqual([idOf(1)]);
    expect(await due.before(at(9), 10)).toEqual([idOf(1)]);
    expect((await sagas.find(idOf(1)))?.due?.attempts).toBe(1);
  });

  it('keep their shard if they were not repaired', async () => {
    await place(1, at(1));
    await due.postpone(idOf(1), at(1), { at: at(2), attempts: 0 });
    expect(await due.repaired(10)).toEqual([]);
    expect(await due.before(at(3), 10)).toEqual([idOf(1)]);
  });

  it('are cleared, also if they no longer exist', async () => {
    await place(1, at(1));
    expect(await due.postpone(idOf(1), at(1))).toBe(true);
    expect(await due.postpone(idOf(1), at(1))).toBe(false);
    expect(await due.postpone(idOf(2), at(1), { at: at(2), attempts: 1 })).toBe(false);
    expect(await due.before(at(9), 10)).toEqual([]);
    expect(await sagas.find(idOf(1))).not.toHaveProperty('due');
    expect(await sagas.find(idOf(2))).toBeUndefined();
  });

  it('leave the index with their waiting state, unless the step sets a due time', async () => {
    await place(1, at(1));
    await place(2, at(1));
    await due.postpone(idOf(1), at(1), { at: at(2), attempts: 1 });
    await sagas.advance(idOf(1), { from: ['CREATED'], to: 'PAID', at: at(1), cause: 'c' });
    await sagas.advance(idOf(2), timeoutStep({ at: at(15), cause: 'timeout' }, at(17)));
    expect(await due.before(at(99), 10)).toEqual([idOf(2)]);
    expect(await due.repaired(10)).toEqual([]);
  });

  it('reset their attempts with a step that has its own due time', async () => {
    await place(1, at(1));
    await due.postpone(idOf(1), at(1), { at: at(5), attempts: 1 });
    await sagas.advance(idOf(1), { from: ['CREATED'], to: 'PROCESSING', at: at(2), cause: 'c', dueAt: at(4) });
    expect((await sagas.find(idOf(1)))?.due).toEqual({ at: at(4), attempts: 0 });
    expect(await due.repaired(10)).toEqual([]);
  });
});
