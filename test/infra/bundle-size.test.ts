import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FunctionBundles } from '../../lib/constructs/functions/function-bundles.ts';
import { functionNames } from '../../schemas/functions/functions.ts';

/** What is read and compiled at every cold start. */
const limitBytes = 816 * 1_024;

describe('bundles of the real functions', () => {
  const output = mkdtempSync(join(tmpdir(), 'orderstream-bundles-'));
  afterAll(() => rmSync(output, { recursive: true, force: true }));
  beforeAll(() => {
    const handlers = fileURLToPath(new URL('../../functions', import.meta.url));
    // Asking for one builds them all.
    const known = { PAYMENT_GATEWAY: 'simulated' };
    new FunctionBundles({ handlers, names: functionNames, output, known }).code('order/intake');
  });

  it('those that take real money carry the client of Stripe, the others do not', () => {
    const settlers = ['payment/charge', 'payment/reconcile'];
    // Of no use without Stripe, and then not deployed.
    expect(readFileSync(join(output, 'payment/webhook', 'index.cjs'), 'utf8')).toContain('api.stripe.com');
    const withStripe = mkdtempSync(join(tmpdir(), 'orderstream-bundles-'));
    try {
      const handlers = fileURLToPath(new URL('../../functions', import.meta.url));
      const known = { PAYMENT_GATEWAY: 'stripe' };
      new FunctionBundles({ handlers, names: settlers, output: withStripe, known }).code('payment/charge');
      for (const name of settlers) {
        expect(readFileSync(join(withStripe, name, 'index.cjs'), 'utf8')).toContain('api.stripe.com');
        expect(readFileSync(join(output, name, 'index.cjs'), 'utf8')).not.toContain('api.stripe.com');
        // The client brings all of Stripe's resources and cannot be had in parts.
        expect(statSync(join(withStripe, name, 'index.cjs')).size).toBeLessThanOrEqual(1_016 * 1_024);
      }
    } finally {
      rmSync(withStripe, { recursive: true, force: true });
    }
  });

  it.each(functionNames)('%s is at most 816 KiB', (name) => {
    expect(statSync(join(output, name, 'index.cjs')).size).toBeLessThanOrEqual(limitBytes);
  });
});
