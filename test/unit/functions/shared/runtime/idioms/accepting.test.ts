import { describe, expect, it } from 'vitest';
import { acceptedEvents, acceptingFor } from '../../../../../../functions/shared/runtime/idioms/accepted-events.ts';
import {
  paymentsCompletedValidators,
  validateOrderCancelled,
  validateOrderCreated,
  validateOrderProcessing,
} from '../../../../../../schemas/generated/validators.js';
import { createdEvent, orderOf, paidEvent } from '../../../../../support/order-events.ts';

const accept = acceptedEvents({ ORDER_CREATED: validateOrderCreated });
const order = orderOf(['A']);

describe('accepting', () => {
  it('accepts an event of its types', () => {
    const event = createdEvent(order);
    expect(accept(event)).toEqual({ ok: true, value: event });
  });

  it('upcasts an event of an earlier version, and keeps one of a later version', () => {
    const event = createdEvent(order);
    const ofVersion = (schema_version: number) => ({ ...event, metadata: { ...event.metadata, schema_version } });
    expect(accept(ofVersion(1))).toEqual({ ok: true, value: event });
    expect(accept(ofVersion(99))).toEqual({ ok: true, value: ofVersion(99) });
    expect(accept(ofVersion(0))).toEqual({ ok: false, error: expect.stringContaining('/metadata/schema_version') });
  });

  it('accepts fields added later', () => {
    expect(accept({ ...createdEvent(order), loyalty_points: 3 }).ok).toBe(true);
  });

  it('skips an event of another type of the catalogue', () => {
    expect(accept(paidEvent(order))).toEqual({ ok: true, value: undefined });
  });

  it.each([
    [[], 'The event has no type'],
    ['text', 'The value is not a JSON object'],
    [null, 'The value is not a JSON object'],
    [{ type: 7 }, 'The event has no type'],
    [{ type: 'ORDER_EXPLODED' }, 'Unknown event type "ORDER_EXPLODED"'],
    [{ type: 'toString' }, 'Unknown event type "toString"'],
  ])('refuses %j', (value, error) => {
    expect(accept(value)).toEqual({ ok: false, error });
  });

  it('lists the violations of an event', () => {
    const broken = { ...createdEvent(order), amount: -1, currency: 'pounds' };
    expect(accept(broken)).toEqual({
      ok: false,
      error: expect.stringMatching(/^Not a valid ORDER_CREATED: .*\/amount .*/),
    });
  });
});

describe('acceptingFor', () => {
  const delivered = { ORDER_PROCESSING: validateOrderProcessing, ORDER_CANCELLED: validateOrderCancelled };

  it('accepts the event types that the function declares', () => {
    const charge = acceptingFor('payment/charge', delivered);
    expect(charge(createdEvent(order))).toEqual({ ok: true, value: undefined });
    expect(charge({ type: 'ORDER_PROCESSING' })).toMatchObject({ ok: false });
  });

  it('does not compile with a missing validator or one of a filtered type', () => {
    const { ORDER_PROCESSING } = delivered;
    // @ts-expect-error ORDER_CANCELLED is delivered
    acceptingFor('payment/charge', { ORDER_PROCESSING });
    // @ts-expect-error ORDER_CREATED is not delivered
    acceptingFor('payment/charge', { ...delivered, ORDER_CREATED: validateOrderCreated });
    // @ts-expect-error PAYMENT_DISPUTED and others are not delivered, in any form
    acceptingFor('payment/charge', { ...delivered, ...paymentsCompletedValidators });
  });
});
