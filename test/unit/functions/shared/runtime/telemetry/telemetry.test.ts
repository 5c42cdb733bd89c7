import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTelemetry, maskSecrets } from '../../../../../../functions/shared/runtime/telemetry/telemetry.ts';
import { createdEvent, orderOf } from '../../../../../support/order-events.ts';

describe('logged objects', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  const event = { ...createdEvent(orderOf(['A'])), phone: '+35312345678' };

  it('masks addresses and tokens at any depth', () => {
    const line = JSON.stringify({ record: { event } }, maskSecrets);
    for (const secret of [event.email, event.phone, event.payment_token]) expect(line).not.toContain(secret);
    expect(line).toContain(event.order_id);
  });

  it('are masked by the logger of every function', () => {
    // Powertools writes past the global console, except in development.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    const info = vi.spyOn(console, 'info').mockReturnValue();
    createTelemetry().logger.info('Received', { record: { event } });
    const line = String(info.mock.calls[0]?.[0]);
    expect(line).toContain(event.order_id);
    for (const secret of [event.email, event.phone, event.payment_token]) expect(line).not.toContain(secret);
  });
});
