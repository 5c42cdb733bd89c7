import { describe, expect, it } from 'vitest';
import type { TemplateName } from '../../../functions/notification/model/domain.ts';
import analytics from '../../../schemas/http/analytics.json' with { type: 'json' };
import cancelOrderRequest from '../../../schemas/http/cancel-order-request.json' with { type: 'json' };
import { cancelRequestReasons, declineReasons, templateNames } from '../../../schemas/reasons.ts';

describe('the closed lists', () => {
  it('are the contract’s', () => {
    expect(cancelOrderRequest.properties.reason.enum).toEqual(cancelRequestReasons);
  });

  it('have every template', () => {
    const names = {
      'order-received': true,
      'order-paid': true,
      'order-shipped': true,
      'order-completed': true,
      'order-cancelled': true,
      'payment-failed': true,
      'payment-refunded': true,
      'stock-out': true,
    } satisfies Record<TemplateName, true>;
    expect([...templateNames].sort()).toEqual(Object.keys(names).sort());
  });

  it('are shorter than an answer of the analytics may be', () => {
    const figures = analytics.properties.totals.properties;
    for (const { maxProperties } of [figures.cancelled, figures.payment_failed, figures.revenue]) {
      expect(maxProperties).toBeGreaterThan(declineReasons.length);
    }
  });
});
