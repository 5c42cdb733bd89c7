import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../../../../functions/shared/runtime/telemetry.ts';
import { createdEvent, orderOf } from '../../../../support/order-events.ts';

describe('what is logged', () => {
  it('shows no address and no token, however deep', () => {
    const event = { ...createdEvent(orderOf(['A'])), phone: '+35312345678' };
    const line = JSON.stringify({ record: { event } }, maskSecrets);
    for (const secret of [event.email, event.phone, event.payment_token]) expect(line).not.toContain(secret);
    expect(line).toContain(event.order_id);
  });
});
