import { describe, expect, it } from 'vitest';
import { operationsUser } from '../../../../../functions/notification/model/rules-domain.ts';
import { notificationId } from '../../../../../functions/shared/kernel/ids.ts';
import { validateEvent, validatePlaceOrderRequest } from '../../../../../schemas/generated/validators.js';
import { claimMs } from '../../../../support/fakes/in-memory-notifications.ts';
import { notifiedEvent } from '../../../../support/notification-events.ts';
import { notificationWorld } from '../../../../support/notification-world.ts';

const bytes = (events: readonly unknown[]) => events.map((event) => JSON.stringify(event));

describe('a notification', () => {
  it('is sent on each channel, and emits NOTIFICATION_SENT', async () => {
    const world = notificationWorld();
    const event = notifiedEvent('ORDER_SHIPPED');
    const { emit, failed } = await world.deliver([event]);
    expect(failed).toEqual([]);
    expect(emit).toMatchObject(
      ['email', 'sms'].map((channel) => ({
        type: 'NOTIFICATION_SENT',
        notification_id: notificationId(event.event_id, channel),
        user_id: 'ada',
        channel,
        template: 'order-shipped',
        order_id: event.order_id,
        trace_id: event.trace_id,
        metadata: { correlation_id: event.order_id, source: 'notification/send', attempt: 1 },
      })),
    );
    for (const emitted of emit) expect(validateEvent.NOTIFICATION_SENT(emitted)).toBeNull();
    expect(world.provider.messages.map(({ channel }) => channel)).toEqual(['email', 'sms']);
    expect(world.counts.get('NotificationsSent')).toBe(2);
  });

  it('to a user named operations does not use the operators’ allowance', async () => {
    const world = notificationWorld({ limits: { burst: 1, refillMs: 60_000 } });
    const user_id = 'operations';
    const toUser = ['a', 'b', 'c'].map((name) => notifiedEvent('ORDER_PAID', name, { user_id }));
    const { emit } = await world.deliver(toUser);
    expect(emit.map(({ type }) => type)).toEqual([
      'NOTIFICATION_SENT',
      'NOTIFICATION_DEFERRED',
      'NOTIFICATION_DEFERRED',
    ]);
    const toOperators = Array.from({ length: 100 }, (_, index) => notifiedEvent('STOCK_RESERVED', `stock-${index}`));
    const sent = await world.deliver(toOperators);
    expect(new Set(sent.emit.map(({ type }) => type))).toEqual(new Set(['NOTIFICATION_SENT']));
    for (const event of sent.emit) expect(validateEvent.NOTIFICATION_SENT(event)).toBeNull();
    expect(sent.emit[0]).toMatchObject({ user_id: 'operations', template: 'stock-out' });
  });

  it('to the operators has a key that no user id can equal', () => {
    const order = { currency: 'GBP', items: [{ sku: 'A', qty: 1 }], payment_token: 'tok_approve' };
    expect(validatePlaceOrderRequest({ ...order, user_id: 'operations' })).toBeNull();
    expect(validatePlaceOrderRequest({ ...order, user_id: operationsUser })).not.toBeNull();
  });

  it('keeps the order of a user’s events', async () => {
    const world = notificationWorld();
    const sent = ['a', 'b', 'c'].map((name) => notifiedEvent('ORDER_PAID', name));
    const { emit } = await world.deliver(sent);
    const ids = sent.map(({ event_id }) => notificationId(event_id, 'email'));
    expect(world.provider.taken).toEqual(ids);
    expect(emit.map((event) => Reflect.get(event, 'notification_id'))).toEqual(ids);
  });

  it('is not sent again on redelivery, at another offset or days later, and is re-emitted in the same bytes', async () => {
    const world = notificationWorld();
    const event = notifiedEvent('ORDER_SHIPPED');
    const first = await world.deliver([event]);
    const twice = await world.deliver([event, event]);
    world.clock.advance(5 * 86_400_000);
    const later = await world.deliver([event]);
    expect(world.provider.taken).toHaveLength(2);
    expect(bytes(twice.emit)).toEqual([...bytes(first.emit), ...bytes(first.emit)]);
    expect(bytes(later.emit)).toEqual(bytes(first.emit));
  });

  it('without recipient or address is skipped and counted', async () => {
    const world = notificationWorld();
    const unreachable = notifiedEvent('ORDER_CREATED', 'one', { email: undefined });
    const { emit, failed } = await world.deliver([
      notifiedEvent('ORDER_PAID', 'two', { user_id: undefined }),
      unreachable,
      notifiedEvent('ORDER_PAID', 'three'),
    ]);
    expect(failed).toEqual([]);
    expect(emit).toHaveLength(1);
    expect(world.counts.get('NotificationsSkipped')).toBe(2);
  });

  it('that the provider rejects emits NOTIFICATION_FAILED with the reason, and is not retried', async () => {
    const world = notificationWorld();
    world.provider.reason = 'ADDRESS_REJECTED';
    const { emit, failed } = await world.deliver([notifiedEvent('ORDER_PAID')]);
    expect(failed).toEqual([]);
    expect(emit).toMatchObject([{ type: 'NOTIFICATION_FAILED', state: 'FAILED', reason: 'ADDRESS_REJECTED' }]);
    expect(validateEvent.NOTIFICATION_FAILED(emit[0])).toBeNull();
    world.provider.reason = undefined;
    expect(bytes((await world.deliver([notifiedEvent('ORDER_PAID')])).emit)).toEqual(bytes(emit));
    expect(world.provider.taken).toEqual([]);
  });
});

describe('a notification that cannot be sent now', () => {
  it('is deferred if the provider does not answer, and blocks no partition', async () => {
    const world = notificationWorld();
    world.provider.silent = 1;
    const { emit, failed } = await world.deliver([notifiedEvent('ORDER_PAID')]);
    expect(failed).toEqual([]);
    expect(emit).toMatchObject([{ type: 'NOTIFICATION_DEFERRED', due_at: '2026-11-22T06:00:30.000Z' }]);
    expect(validateEvent.NOTIFICATION_DEFERRED(emit[0])).toBeNull();
    expect(bytes((await world.deliver([notifiedEvent('ORDER_PAID')])).emit)).toEqual(bytes(emit));
  });

  it('is deferred beyond the user’s limit, in order', async () => {
    const world = notificationWorld({ limits: { burst: 2, refillMs: 10_000 } });
    const sent = ['a', 'b', 'c', 'd'].map((name) => notifiedEvent('ORDER_PAID', name));
    const { emit } = await world.deliver(sent);
    expect(emit.map(({ type }) => type)).toEqual([
      'NOTIFICATION_SENT',
      'NOTIFICATION_SENT',
      'NOTIFICATION_DEFERRED',
      'NOTIFICATION_DEFERRED',
    ]);
    expect(emit.slice(2)).toMatchObject([
      { due_at: '2026-11-22T06:00:10.000Z' },
      { due_at: '2026-11-22T06:00:20.000Z' },
    ]);
    expect(world.counts.get('NotificationsDeferred')).toBe(2);
  });

  it('is deferred without a call when a hanging provider has used up the time', async () => {
    const world = notificationWorld();
    const { emit } = await world.deliver([notifiedEvent('ORDER_PAID')], { remainingMs: () => 10_000 });
    expect(emit).toMatchObject([{ type: 'NOTIFICATION_DEFERRED' }]);
    expect(world.provider.taken).toEqual([]);
  });

  it('is not overtaken by later ones, except of another user', async () => {
    const world = notificationWorld();
    world.provider.silent = 1;
    const { emit } = await world.deliver([
      notifiedEvent('ORDER_PAID', 'a'),
      notifiedEvent('ORDER_PAID', 'b'),
      notifiedEvent('ORDER_PAID', 'c', { user_id: 'bob' }),
    ]);
    expect(emit.map((event) => [event.type, Reflect.get(event, 'user_id')])).toEqual([
      ['NOTIFICATION_DEFERRED', 'ada'],
      ['NOTIFICATION_DEFERRED', 'ada'],
      ['NOTIFICATION_SENT', 'bob'],
    ]);
  });

  it('waits for another invocation’s claim, and is sent when the claim has expired', async () => {
    const world = notificationWorld();
    const event = notifiedEvent('ORDER_PAID');
    const id = notificationId(event.event_id, 'email');
    world.store.records.set(id, { claim: world.clock.now().getTime() + claimMs });
    expect((await world.deliver([event])).failed).toHaveLength(1);
    world.clock.advance(claimMs + 1);
    expect((await world.deliver([event])).emit).toMatchObject([{ type: 'NOTIFICATION_SENT' }]);
  });
});
