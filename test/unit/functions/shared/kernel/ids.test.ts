import { describe, expect, it } from 'vitest';
import { eventId, orderId, paymentId, reservationId } from '../../../../../functions/shared/kernel/ids.ts';

describe('derived ids', () => {
  it('never change, because stored state and emitted events refer to them', () => {
    const order = orderId('key:abc', 'invoice-536365');
    expect(order).toBe('c706a784-c16f-5048-b823-7145cf74ef04');
    expect(eventId(order, 'ORDER_CREATED')).toBe('a78750fb-9811-5f0f-a83c-3d5164169dcf');
    expect(reservationId(order, '85123A')).toBe('5e99e7e8-0261-5c13-8d34-78773e52fbdb');
    expect(paymentId(order)).toBe('f0475be8-494c-5844-b468-868ecf35e101');
  });

  it('distinguish their parts', () => {
    expect(orderId('ab', 'c')).not.toBe(orderId('a', 'bc'));
    expect(eventId('o', 'RESERVE', 'x')).not.toBe(eventId('o', 'RESERVEx'));
  });

  it('distinguish their kinds', () => {
    expect(new Set([eventId('o', 's'), reservationId('o', 's'), orderId('o', 's'), paymentId('o')]).size).toBe(4);
  });
});
