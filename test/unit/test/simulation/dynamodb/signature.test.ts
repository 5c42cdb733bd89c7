import { expect, it } from 'vitest';
import { dynamodbViews } from '../../../../../functions/analytics/store/views.dynamodb.ts';
import { dynamodbLedgerTables } from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import { fullAllowance } from '../../../../../functions/notification/model/allowance-domain.ts';
import { dynamoQueues } from '../../../../../functions/notification/store/queues.dynamodb.ts';
import { decide, type SagaEvent } from '../../../../../functions/order/model/decide-domain.ts';
import { newOrder } from '../../../../../functions/order/model/placed-domain.ts';
import { dynamoDueOrders } from '../../../../../functions/order/store/due-orders.dynamodb.ts';
import { dynamoSagas } from '../../../../../functions/order/store/sagas.dynamodb.ts';
import { dueIndex } from '../../../../../schemas/due-index.ts';
import { signatureOf } from '../../../../simulation/dynamodb/signature.ts';
import { SimulatedDynamoDb } from '../../../../simulation/dynamodb/simulated-dynamodb.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { orderOf, paidEvent, reservedEvent, shipRequestedEvent } from '../../../../support/order-events.ts';

const at = '2026-11-22T10:00:00.000Z';
const user = 'user-1';

/** A client of all the tables asked of here, and the signatures of what it was asked. */
const recording = () => {
  const database = new SimulatedDynamoDb([
    { name: 'orders', partitionKey: 'order_id', sortKey: 'part', indexes: [{ ...dueIndex, projection: 'KEYS_ONLY' }] },
    { name: 'stock', partitionKey: 'sku' },
    { name: 'reservations', partitionKey: 'order_id', sortKey: 'sku' },
    { name: 'views', partitionKey: 'view', sortKey: 'row' },
    { name: 'seen', partitionKey: 'id' },
    { name: 'notifications', partitionKey: 'user_id', sortKey: 'item' },
  ]);
  const { client } = database;
  const signatures: string[] = [];
  return {
    signatures,
    client: Object.assign(client, {
      send: async (command: object) => {
        signatures.push(signatureOf(command));
        return database.execute(command);
      },
    }),
  };
};

it('names the requests of a place alike, whatever they carry', async () => {
  const { client, signatures } = recording();
  const sagas = dynamoSagas(client, 'orders', new FixedClock());
  const order = orderOf(['A', 'B'], 'o');
  const moment = { now: at, dueAt: at };
  const apply = async (...events: readonly SagaEvent[]) => {
    const before = await sagas.load('o');
    const { record } = decide(before, events, moment);
    signatures.length = 0;
    if (record !== undefined) await sagas.save(before, record);
    return [...signatures];
  };
  await sagas.create(newOrder(order, at));
  await apply(...['A', 'B'].map((sku) => reservedEvent('o', sku)));
  const names = [await apply(paidEvent(order)), await apply(shipRequestedEvent('o', { carrier: 'DHL' }))].flat();
  expect(names).toEqual([
    'Update orders ORDER SET status, reached_* REMOVE due_shard IF version = ?',
    'Update orders ORDER SET status, reached_* IF version = ?',
  ]);
});

it('names fences, events and lists of them once', async () => {
  const { client, signatures } = recording();
  const views = dynamodbViews(client, { views: 'views', seen: 'seen' }, new FixedClock());
  for (const places of [1, 2, 5]) {
    const names = Array.from({ length: places }, (_, n) => `orders.status/${n}`);
    const fences = Object.fromEntries(names.map((name) => [name, { from: 0, to: 1 }]));
    await views.add(
      { view: 'orders', row: '2026' } as never,
      { counts: { placed: 1, [`s${places}`]: 2 }, fences } as never,
    );
    const seen = Object.fromEntries(names.map((_, n) => [`0198-${places}-${n}`, 'place']));
    await views.firstPlaces('p', seen as never, 5);
  }
  expect(new Set(signatures)).toEqual(
    new Set(['Update views SET f.* ADD n.* IF attribute_not_exists(f.*) OR f.* < ?', 'Update seen SET expires_at, *']),
  );
});

it('names batches, transactions and queries by their tables and conditions', async () => {
  const { client, signatures } = recording();
  const ledger = dynamodbLedgerTables(client, { stock: 'stock', reservations: 'reservations' });
  for (const skus of [['a'], ['a', 'b', 'c']]) {
    await ledger.stocks(skus);
    const stocks = skus.map((sku) => ({ sku, available: 1, reserved: 0, sold: 0, adjusted: 1, version: 1 }));
    for (const before of [undefined, 1])
      await ledger.replace(stocks.map((stock) => ({ before, after: { stock, log: [] } })));
  }
  const queues = dynamoQueues(client, 'notifications');
  await queues.allowance(user);
  await queues.head(user, 3);
  const change = { before: fullAllowance, after: { full_at: 5, version: 1 } };
  const notification = { user_id: user, notification_id: 'n' } as never;
  await queues.enqueue(change, { notification, position: 1, due_at: at, attempts: 0 }, {} as never, 5);
  await dynamoDueOrders(client, 'orders').before(at, 5);
  expect([...new Set(signatures)]).toEqual([
    'BatchGet stock',
    'BatchExecuteStatement stock',
    'Get notifications',
    'Query notifications BY user_id = ? AND begins_with(item, ?)',
    'TransactWrite Put notifications IF attribute_not_exists(user_id); Update notifications notification# SET status, remembered REMOVE claim_until IF status = ? AND claim_until = ?; Put notifications',
    'Query orders/due BY due_shard = ? AND due_at < ?',
  ]);
});
