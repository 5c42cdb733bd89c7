import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import { keyOfOutcome } from '../../../../../functions/inventory/model/ports.ts';
import type { Outcome } from '../../../../../functions/inventory/model/stock-domain.ts';
import { dynamodbLedgerTables } from '../../../../../functions/inventory/store/ledger-tables.dynamodb.ts';
import type { DomainEvent } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import { SimulatedDynamoDb } from '../../../../simulation/dynamodb/simulated-dynamodb.ts';
import { adjust, delivered, lineCommand } from '../../../../support/stock-commands.ts';

const tables = { stock: 'stock', reservations: 'reservations' };
const skus = ['A', 'B'];
const logLimits = { length: 10, cutTo: 5 };

/** Fills and cuts the logs of both SKUs, repeats commands whose outcomes are only in the table, and sells out. */
const commands: readonly StockCommand[] = [
  ...skus.map((sku) => adjust(`in ${sku}`, sku, 7)),
  ...Array.from({ length: 9 }, (_, n) => skus.map((sku) => lineCommand('RESERVE', `order ${n}`, sku, 1))).flat(),
  ...Array.from({ length: 4 }, (_, n) => skus.map((sku) => lineCommand('COMMIT', `order ${n}`, sku, 1))).flat(),
  ...skus.map((sku) => lineCommand('RELEASE', 'order 0', sku, 1)),
  ...skus.map((sku) => lineCommand('RESERVE', 'order 0', sku, 1)),
  ...skus.map((sku) => lineCommand('COMMIT', 'order 1', sku, 1)),
];

class Crash extends Error {
  override readonly name = 'Crash';
}

const newDatabase = () =>
  new SimulatedDynamoDb([
    { name: tables.stock, partitionKey: 'sku' },
    { name: tables.reservations, partitionKey: 'order_id', sortKey: 'sku' },
  ]);

/** The process crashes at its n-th request, before or after the request takes effect. */
const dyingAt = (database: SimulatedDynamoDb, n: number, when: 'before' | 'after') => {
  let requests = 0;
  const send = async (command: object): Promise<unknown> => {
    requests += 1;
    if (requests > n || (requests === n && when === 'before')) throw new Crash();
    const answer = database.execute(command);
    if (requests === n) throw new Crash();
    return answer;
  };
  // The SDK's paginators request its class.
  const client = Object.assign(Object.create(DynamoDBDocumentClient.prototype) as DynamoDBDocumentClient, { send });
  return { client, requests: () => requests };
};

const clock = { now: () => new Date('2026-01-01T00:00:00.000Z') };

/** Delivers all in batches until the process crashes; returns the events emitted by then. */
const run = async (client: DynamoDBDocumentClient, batchSize: number) => {
  const idiom = fold(
    ledger({ tables: dynamodbLedgerTables(client, tables), clock, pause: async () => undefined, logLimits }),
  );
  const emitted: DomainEvent[] = [];
  for (let start = 0; start < commands.length; start += batchSize) {
    const batch = delivered('inventory.commands', commands.slice(start, start + batchSize), start);
    const { emit, failed, rejected } = await idiom(batch);
    expect(rejected).toEqual([]);
    if (failed.length > 0) break;
    emitted.push(...emit);
  }
  return emitted;
};

const bytes = (events: readonly DomainEvent[]) => events.map((event) => JSON.stringify(event));

/** Every stock, and every outcome in log or table. */
const contentsOf = async (database: SimulatedDynamoDb) => {
  const read = dynamodbLedgerTables(database.client, tables);
  const records = await read.stocks(skus);
  const logged = records.flatMap(({ log }) => log);
  const owners = new Set(
    commands.map((command) => ('order_id' in command ? command.order_id : command.reservation_id)),
  );
  const keys = skus.flatMap((sku) =>
    [...owners].flatMap((owner) => [
      { sku, owner },
      ...(['COMMITTED', 'RELEASED'] as const).map((later) => ({ sku, owner, later })),
    ]),
  );
  const searches = skus.map((sku) => ({ sku, owners, placed: { to: clock.now().toISOString() } }));
  const kept = [...(await read.outcomes(keys)), ...(await read.pagedOutcomes(searches))];
  const outcomes = new Map<string, Outcome>();
  for (const outcome of [...kept, ...logged]) {
    const name = JSON.stringify(keyOfOutcome(outcome));
    expect(outcomes.get(name) ?? outcome).toEqual(outcome);
    outcomes.set(name, outcome);
  }
  const all = [...outcomes.values()].sort((a, b) => a.sku.localeCompare(b.sku) || a.version - b.version);
  return { stocks: records.map(({ stock }) => stock), outcomes: all };
};

describe('the ledger, crashing at any request', () => {
  it.each([5, 16, commands.length])('in batches of %i reaches the same tables and events', async (batchSize) => {
    const undisturbed = newDatabase();
    const counter = dyingAt(undisturbed, Number.POSITIVE_INFINITY, 'before');
    const expected = await run(counter.client, batchSize);
    const contents = await contentsOf(undisturbed);
    for (const { sku, version } of contents.stocks) {
      const versions = contents.outcomes.filter((outcome) => outcome.sku === sku).map((outcome) => outcome.version);
      expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
    }
    for (let n = 1; n <= counter.requests(); n += 1) {
      for (const when of ['before', 'after'] as const) {
        const database = newDatabase();
        const emitted = bytes(await run(dyingAt(database, n, when).client, batchSize));
        expect(emitted).toEqual(bytes(expected).slice(0, emitted.length));
        // Everything redelivered, with other batch boundaries.
        expect(bytes(await run(database.client, 7))).toEqual(bytes(expected));
        expect(await contentsOf(database)).toEqual(contents);
      }
    }
  });
});
