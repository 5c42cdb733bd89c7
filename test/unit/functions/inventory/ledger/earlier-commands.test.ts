import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ledgerConsumer } from '../../../../../functions/inventory/ledger/ledger.consumer.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import { orderId } from '../../../../../functions/shared/kernel/ids.ts';
import { SimulatedDynamoDb } from '../../../../simulation/dynamodb/simulated-dynamodb.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const recorded = new URL('../../../../../schemas/examples/versions/inventory.commands/', import.meta.url);
const sku = '85123A';
/** Each decision of another order moves those before it from the log to the table. */
const logLimits = { length: 1, cutTo: 0 };

const read = (type: string, version: number): unknown =>
  JSON.parse(readFileSync(new URL(`${type}/${version}.json`, recorded), 'utf8'));

const versionsOf = (type: string): readonly number[] =>
  readdirSync(new URL(`${type}/`, recorded)).map((file) => Number.parseInt(file, 10));

const newLedger = () => {
  const { client } = new SimulatedDynamoDb([
    { name: 'stock', partitionKey: 'sku' },
    { name: 'reservations', partitionKey: 'order_id', sortKey: 'sku' },
  ]);
  const environment = { STOCK_TABLE: 'stock', RESERVATIONS_TABLE: 'reservations' };
  const clock = { now: () => new Date('2026-11-22T06:26:15.000Z') };
  const { accept, idiom } = ledgerConsumer({ client, clock, environment }, logLimits);
  return async (value: unknown) => {
    const accepted = accept(value);
    if (!accepted.ok || accepted.value === undefined) throw new Error(JSON.stringify(accepted));
    const { emit, failed, rejected } = await idiom(delivered('inventory.commands', [accepted.value]));
    expect([failed, rejected]).toEqual([[], []]);
    return emit.map((event) => [Reflect.get(event, 'state'), Reflect.get(event, 'version')]);
  };
};

/** Orders of other clients, which fill the log. */
const fillLog = async (given: ReturnType<typeof newLedger>, name: string, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    const other: StockCommand = { ...lineCommand('RESERVE', name, sku, 1), order_id: orderId(name, `${index}`) };
    await given(other);
  }
};

const versions = versionsOf('reserve').toSorted((a, b) => a - b);
/** RESERVE, COMMIT and RELEASE of an order may be emitted by three releases of the router. */
const mixtures = versions.flatMap((first) =>
  versions.flatMap((second) => versions.map((third) => [first, second, third] as const)),
);

describe('commands of every published version', () => {
  it('are recorded', () => {
    expect(versions).toEqual([1, 2, 3]);
    expect(read('reserve', 2)).not.toHaveProperty('ordered_at');
    expect(read('reserve', 3)).toHaveProperty('ordered_at');
  });

  it.each(mixtures)('are decided once: RESERVE %i, COMMIT %i, RELEASE %i', async (first, second, third) => {
    const given = newLedger();
    await given(adjust('in', sku, 100));
    const commands = [read('reserve', first), read('commit', second), read('release', third)];
    const outcomes = [];
    for (const [index, command] of commands.entries()) {
      outcomes.push(await given(command));
      await fillLog(given, `others ${index}`, 3);
    }
    expect(outcomes).toEqual([[['RESERVED', 2]], [['COMMITTED', 6]], [['RELEASED', 10]]]);
    for (const version of versions) {
      const again = [read('reserve', version), read('commit', version), read('release', version)];
      const repeated = [];
      for (const command of again) repeated.push(await given(command));
      expect(repeated).toEqual(outcomes);
    }
  });
});
