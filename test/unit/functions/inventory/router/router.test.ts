// Also tests functions/inventory/router
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type RoutedEvent, router } from '../../../../../functions/inventory/router/router.ts';
import { transition } from '../../../../../functions/shared/runtime/idioms/transition.ts';
import { validateEvent } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryHolds } from '../../../../support/fakes/in-memory-holds.ts';
import { delivered } from '../../../../support/stock-commands.ts';

const example = (path: string): RoutedEvent =>
  JSON.parse(readFileSync(new URL(`../../../../../schemas/examples/${path}.json`, import.meta.url), 'utf8'));

const created = example('orders.created/order-created');
const cancelled = example('orders.created/order-cancelled');
const paid = example('payments.completed/order-paid');
const declined = example('payments.completed/payment-failed');

const lines = [
  { sku: '85123A', qty: 6 },
  { sku: 'gift_0001_20', qty: 1 },
];
const clock = new FixedClock('2026-11-22T06:00:00.000Z');

/** Holds of an order whose ORDER_CREATED was consumed. */
const held = async (): Promise<InMemoryHolds> => {
  const holds = new InMemoryHolds();
  await routed([created], holds);
  return holds;
};

const routed = (events: readonly RoutedEvent[], holds = new InMemoryHolds()) =>
  transition(router({ holds, clock }))(delivered('orders.created', events));

describe('the router', () => {
  it.each<[string, RoutedEvent, string]>([
    ['reserves what is ordered', created, 'RESERVE'],
    ['releases what is cancelled', cancelled, 'RELEASE'],
    ['commits what is paid', paid, 'COMMIT'],
    ['releases what is not paid', declined, 'RELEASE'],
  ])('%s, line by line', async (_name, event, type) => {
    const { emit, rejected } = await routed([event], await held());
    expect(rejected).toEqual([]);
    expect(emit).toMatchObject(lines.map((line) => ({ type, ...line, order_id: event.order_id })));
    for (const command of emit) expect(validateEvent[type as 'RESERVE'](command)).toBeNull();
  });

  it('names the order’s time in every command: the ledger searches from it on', async () => {
    const { emit } = await routed([created, paid, declined, cancelled]);
    expect(emit).toHaveLength(8);
    const placed = Reflect.get(created, 'created_at');
    expect(emit).toMatchObject(emit.map(() => ({ ordered_at: placed })));
    const holds = new InMemoryHolds();
    // As an earlier release opened it.
    await holds.open({ order_id: created.order_id, lines });
    for (const command of (await routed([paid], holds)).emit) expect(command).not.toHaveProperty('ordered_at');
  });

  it('emits the same bytes at every delivery', async () => {
    const [first, again] = [await routed([created, paid]), await routed([created, paid])];
    expect(JSON.stringify(again.emit)).toBe(JSON.stringify(first.emit));
  });

  it('gives every command an id of its own, and a line the same reservation in all of them', async () => {
    const { emit } = await routed([created, paid, cancelled]);
    expect(new Set(emit.map(({ event_id }) => event_id)).size).toBe(6);
    expect(new Set(emit.map((command) => Reflect.get(command, 'reservation_id'))).size).toBe(2);
  });

  it('gives the releases of a cancel and of a failed payment ids of their own: an order may have both', async () => {
    const { emit } = await routed([created, declined, cancelled]);
    expect(new Set(emit.map(({ event_id }) => event_id)).size).toBe(6);
  });

  it('preserves the sequence of an order’s events', async () => {
    const { emit } = await routed([created, cancelled]);
    expect(emit.map(({ type }) => type)).toEqual(['RESERVE', 'RESERVE', 'RELEASE', 'RELEASE']);
  });

  it('stores the hold before it emits anything', async () => {
    const holds = new InMemoryHolds();
    await routed([created], holds);
    expect(await holds.find(created.order_id)).toEqual({
      order_id: created.order_id,
      ordered_at: Reflect.get(created, 'created_at'),
      lines,
    });
    holds.unreachable = true;
    expect(await routed([created], holds)).toMatchObject({ emit: [], failed: [{}] });
  });

  it('releases the lines of a cancel even without a hold: the ledger then refuses to reserve them', async () => {
    expect((await routed([cancelled])).emit).toMatchObject(lines.map((line) => ({ type: 'RELEASE', ...line })));
  });

  it('rejects the payment of an order without a hold, and continues', async () => {
    const { emit, rejected } = await routed([paid, { ...created, order_id: '0b2f3a8e-0000-4000-8000-000000000000' }]);
    expect(emit.map(({ type }) => type)).toEqual(['RESERVE', 'RESERVE']);
    expect(rejected).toMatchObject([{ cause: expect.stringContaining('which holds nothing') }]);
  });

  it('fails a batch whose look-up fails, for a retry', async () => {
    const holds = await held();
    holds.unreachable = true;
    const { emit, failed } = await routed([paid], holds);
    expect(emit).toEqual([]);
    expect(failed).toHaveLength(1);
  });
});
