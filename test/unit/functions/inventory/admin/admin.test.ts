import { beforeEach, describe, expect, it } from 'vitest';
import { adjustRoute, stockRoute } from '../../../../../functions/inventory/admin/admin.http.ts';
import { adjustStock, stockLevel } from '../../../../../functions/inventory/admin/admin.ts';
import { ledger } from '../../../../../functions/inventory/ledger/ledger.ts';
import type { StockCommand } from '../../../../../functions/inventory/model/domain.ts';
import { fold } from '../../../../../functions/shared/runtime/idioms/fold.ts';
import {
  ProduceOutcomeUnknown,
  ProduceRefused,
} from '../../../../../functions/shared/runtime/kafka/produce-failure.ts';
import type { Adjust } from '../../../../../schemas/generated/types.ts';
import { validateAdjust, validateStockLevel } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryLedgerTables } from '../../../../support/fakes/in-memory-ledger-tables.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';
import { delivered, lineCommand } from '../../../../support/stock-commands.ts';

const sku = '85123A';
const client = 'iam:arn:aws:iam::000000000000:user/ada';
const clock = new FixedClock('2026-11-22T06:00:00.000Z');

let tables: InMemoryLedgerTables;
let events: RecordingEvents;
beforeEach(() => {
  [tables, events] = [new InMemoryLedgerTables(), new RecordingEvents()];
});

const given = (commands: readonly StockCommand[]) =>
  fold(ledger({ tables, clock, pause: async () => undefined }))(delivered('inventory.commands', commands));

const get = (name = sku) => stockRoute(stockLevel(tables))(httpRequestOf({ client, parameters: { sku: name } }));

const post = (body: unknown, more: { sku?: string; headers?: Record<string, string>; client?: string } = {}) => {
  const { sku: name = sku, headers = {} } = more;
  return adjustRoute(adjustStock({ events, clock }))(
    httpRequestOf({ client: more.client ?? client, parameters: { sku: name }, headers, body: JSON.stringify(body) }),
  );
};

const emitted = (): readonly Adjust[] => events.sends.flat() as unknown as readonly Adjust[];

describe('an adjustment', () => {
  it('is sent to the ledger with its actor', async () => {
    const { statusCode, body } = await post({ qty: 5, reason: 'delivery 4711', adjustment_id: 'd-1' });
    expect(statusCode).toBe(202);
    const [command] = emitted();
    expect(JSON.parse(body)).toEqual({ sku, qty: 5, adjustment_id: command?.reservation_id });
    expect(command).toMatchObject({
      type: 'ADJUST',
      sku,
      qty: 5,
      reason: 'delivery 4711',
      metadata: { actor: client },
    });
    expect(validateAdjust(command)).toBeNull();
  });

  it('is one adjustment per name, for all actors; per key, for its sender', async () => {
    const key = { 'idempotency-key': 'k' };
    await post({ qty: 5, adjustment_id: 'd-1' });
    await post({ qty: 5, adjustment_id: 'd-1' }, { client: 'iam:grace', headers: key });
    await post({ qty: 5 }, { headers: key });
    await post({ qty: 5 }, { headers: key });
    await post({ qty: 5 }, { headers: key, client: 'iam:grace' });
    await post({ qty: 5, adjustment_id: 'd-1' }, { sku: 'B' });
    const ids = emitted().map(({ reservation_id }) => reservation_id);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[3]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(4);
  });

  it('counts once, and the ledger re-emits the same bytes at every repetition, by any actor', async () => {
    await post({ qty: 5, adjustment_id: 'd-1' });
    clock.advance(1_000);
    await post({ qty: 5, adjustment_id: 'd-1' }, { client: 'iam:grace' });
    const [first, again] = [await given(emitted().slice(0, 1)), await given(emitted().slice(1))];
    expect(JSON.stringify(again.emit)).toBe(JSON.stringify(first.emit));
    expect(first.emit).toMatchObject([{ delta: 5, metadata: { actor: client } }]);
    expect(tables.stock).toMatchObject([{ available: 5, version: 1 }]);
  });

  it.each([{ qty: 0 }, { qty: 1.5 }, { qty: 1_000_000_001 }, { qty: '5' }, {}, { qty: 5, colour: 'red' }])(
    'of %j is 422, and no command is emitted',
    async (body) => {
      expect((await post(body)).statusCode).toBe(422);
      expect(events.sends).toEqual([]);
    },
  );

  it('of an invalid SKU is 404, and under an invalid key 400', async () => {
    expect((await post({ qty: 1 }, { sku: 'a|b' })).statusCode).toBe(404);
    expect((await post({ qty: 1 }, { headers: { 'idempotency-key': 'é' } })).statusCode).toBe(400);
    expect(events.sends).toEqual([]);
  });

  it('of unknown outcome is 504; a refusal by Kafka is another error', async () => {
    events.fault = new ProduceOutcomeUnknown('no acknowledgement');
    expect((await post({ qty: 1 })).statusCode).toBe(504);
    events.fault = new ProduceRefused('no leader');
    await expect(post({ qty: 1 })).rejects.toThrow(ProduceRefused);
  });
});

describe('a stock', () => {
  it('includes its latest movements, the newest first', async () => {
    await post({ qty: 5, reason: 'delivery' });
    await given([...emitted(), lineCommand('RESERVE', 'one', sku, 2), lineCommand('RESERVE', 'two', sku, 9)]);
    const { statusCode, body } = await get();
    expect(statusCode).toBe(200);
    const level = JSON.parse(body);
    expect(validateStockLevel(level)).toBeNull();
    expect(level).toMatchObject({
      ...{ sku, available: 3, reserved: 2, sold: 0, adjusted: 5, version: 3 },
      movements: [
        { version: 3, state: 'REJECTED', order_id: expect.any(String), qty: 9, available: 3 },
        { version: 2, state: 'RESERVED', order_id: expect.any(String), qty: 2, available: 3 },
        {
          version: 1,
          state: 'ADJUSTED',
          adjustment_id: emitted()[0]?.reservation_id,
          reason: 'delivery',
          actor: client,
        },
      ],
    });
  });

  it('without any movement is not found', async () => {
    expect((await get()).statusCode).toBe(404);
    expect((await get('a|b')).statusCode).toBe(404);
  });
});
