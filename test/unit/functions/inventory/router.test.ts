import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ReservationReader } from '../../../../functions/inventory/ports.ts';
import { type RoutedEvent, router } from '../../../../functions/inventory/router.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';
import { transition } from '../../../../functions/shared/runtime/idioms/transition.ts';
import { validateEvent } from '../../../../schemas/generated/validators.js';
import { delivered } from '../../../support/stock-commands.ts';

const example = (path: string): RoutedEvent =>
  JSON.parse(readFileSync(new URL(`../../../../schemas/examples/${path}.json`, import.meta.url), 'utf8'));

const created = example('orders.created/order-created');
const cancelled = example('orders.created/order-cancelled');
const paid = example('payments.completed/order-paid');
const declined = example('payments.completed/payment-failed');

const lines = [
  { sku: '85123A', qty: 6 },
  { sku: 'gift_0001_20', qty: 1 },
];
const reserved: ReservationReader = {
  linesOf: async (orderId) => (orderId === paid.order_id ? lines : []),
};

const routed = (events: readonly RoutedEvent[], reservations = reserved) =>
  transition(router(reservations))(delivered('orders.created', events));

describe('the router', () => {
  it.each<[string, RoutedEvent, string]>([
    ['reserves what is ordered', created, 'RESERVE'],
    ['releases what is cancelled', cancelled, 'RELEASE'],
    ['commits what is paid', paid, 'COMMIT'],
    ['releases what is not paid', declined, 'RELEASE'],
  ])('%s, line by line', async (_name, event, type) => {
    const { emit, rejected } = await routed([event]);
    expect(rejected).toEqual([]);
    expect(emit).toMatchObject(lines.map((line) => ({ type, ...line, order_id: event.order_id })));
    for (const command of emit) expect(validateEvent[type as 'RESERVE'](command)).toBeNull();
  });

  it('says the same bytes whenever it is asked', async () => {
    const [first, again] = [await routed([created, paid]), await routed([created, paid])];
    expect(JSON.stringify(again.emit)).toBe(JSON.stringify(first.emit));
  });

  it('gives every command an id of its own, and a line the same reservation in all of them', async () => {
    const { emit } = await routed([created, paid, cancelled]);
    expect(new Set(emit.map(({ event_id }) => event_id)).size).toBe(6);
    expect(new Set(emit.map((command) => Reflect.get(command, 'reservation_id'))).size).toBe(2);
  });

  it('keeps the order of an order’s events', async () => {
    const { emit } = await routed([created, cancelled]);
    expect(emit.map(({ type }) => type)).toEqual(['RESERVE', 'RESERVE', 'RELEASE', 'RELEASE']);
  });

  it('rejects the payment of an order that has reserved nothing, and goes on', async () => {
    const { emit, rejected } = await routed([paid, created], { linesOf: async () => [] });
    expect(emit.map(({ type }) => type)).toEqual(['RESERVE', 'RESERVE']);
    expect(rejected).toMatchObject([{ cause: expect.stringContaining('has reserved nothing') }]);
  });

  it('fails what it cannot look up, to be tried again', async () => {
    const unreachable: ReservationReader = { linesOf: () => Promise.reject(new TransientError('unreachable')) };
    const { emit, failed } = await routed([paid], unreachable);
    expect(emit).toEqual([]);
    expect(failed).toHaveLength(1);
  });
});
