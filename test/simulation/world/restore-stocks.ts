import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { applyRebuilt, checkStocks } from '../../../functions/inventory/rebuild/rebuild.ts';
import { outcomesIn } from '../../../functions/inventory/store/ledger-item.dynamodb.ts';
import { dynamodbLedgerTables } from '../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import type { InventoryUpdatedEvent } from '../../../schemas/generated/types.ts';
import type { Item } from '../dynamodb/attribute-value.ts';
import { isEmitted } from '../invariants/first-occurrences.ts';
import type { Action } from '../plan/plan.ts';
import { directClient } from './document-client.ts';
import type { World } from './world.ts';

/** What names the moment at which it is done: with the rebuild, where that follows at once. */
export const stocksRestored = 'stocks restored';

type RestoreStock = Extract<Action, { readonly kind: 'restore stock' }>;

/** All states of each stock, the oldest first. */
const pasts = new WeakMap<World, Map<string, Item[]>>();
const numbersOf = ({ sku, version, available, reserved, sold, adjusted }: Item): string =>
  JSON.stringify({ sku, version, available, reserved, sold, adjusted });

/** Remembers every state of the stocks. Called before anything happens. */
export const backUpStocks = (world: World): void => {
  const past = new Map<string, Item[]>();
  pasts.set(world, past);
  world.onCommit.push((changes) => {
    for (const { table, after } of changes) {
      if (table !== 'stock' || after === undefined || world.stocksAreRestored) continue;
      const sku = String(after['sku']);
      past.set(sku, [...(past.get(sku) ?? []), after]);
    }
  });
};

const stocksOf = ({ database }: World): readonly Item[] => [...database.table('stock').all()];

/** The table of stocks as a backup has it, so many writes of each ago; a stock that is younger is not in it. */
const restore = (world: World, back: number): void => {
  const { database } = world;
  for (const [sku, items] of pasts.get(world) ?? []) {
    const item = items.at(-1 - back);
    if (item === undefined) database.execute(new DeleteCommand({ TableName: 'stock', Key: { sku } }));
    else database.execute(new PutCommand({ TableName: 'stock', Item: { ...item } }));
  }
};

/** As `orderstream stock rebuild --apply` does. @returns what is wrong with the outcome. */
export const rebuildStocks = async (world: World): Promise<string | undefined> => {
  const { database, kafka, machine } = world;
  const tables = dynamodbLedgerTables(directClient(database), { stock: 'stock', reservations: 'reservations' });
  const histories = {
    skus: async () => stocksOf(world).map(({ sku }) => String(sku)),
    kept: async () => [...database.table('reservations').all()].flatMap(outcomesIn),
    emitted: async () =>
      kafka
        .records('inventory.updated')
        .filter(isEmitted)
        .map(({ json }) => json as InventoryUpdatedEvent),
  };
  machine.log('operator', () => 'rebuilds the stocks');
  const checked = await checkStocks({ tables, histories }, undefined, { withoutTail: false });
  world.stocksAreRestored = true;
  for (const one of checked) if (one.verdict === 'differs') await applyRebuilt(tables, one);
  world.stocksAreRestored = false;
  const wrong = checked.find(({ verdict }) => verdict !== 'same' && verdict !== 'differs');
  return wrong && `The stock of ${wrong.sku} is ${wrong.verdict}: ${JSON.stringify(wrong)}`;
};

/**
 * A backup of the stocks is restored, and they are rebuilt from their outcomes: at once, or by the caller once that was noticed.
 * @returns what is wrong with the outcome.
 */
export const restoreStocks = async (
  world: World,
  { back, rebuilt, newEnvironments }: RestoreStock,
): Promise<string | undefined> => {
  const before = stocksOf(world).map(numbersOf).sort();
  world.stocksAreRestored = true;
  restore(world, back);
  world.stocksAreRestored = false;
  world.machine.log('operator', () => `restores the stocks of ${back} writes ago`);
  if (newEnvironments) world.pool.retire('inventory/ledger');
  const wrong = rebuilt === 'at once' ? await rebuildStocks(world) : undefined;
  world.moments.pass(stocksRestored);
  if (wrong !== undefined || rebuilt !== 'at once') return wrong;
  const after = stocksOf(world).map(numbersOf).sort();
  return before.join() === after.join() ? undefined : `The stocks were ${before.join()}, rebuilt are ${after.join()}`;
};
