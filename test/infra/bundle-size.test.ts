import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '../../lib/config/functions.ts';
import { FunctionBundles } from '../../lib/constructs/function-bundles.ts';

/** What is read and compiled at every cold start. */
const limitBytes = 800 * 1_024;

describe('bundles of the real functions', () => {
  const output = mkdtempSync(join(tmpdir(), 'orderstream-bundles-'));
  afterAll(() => rmSync(output, { recursive: true, force: true }));
  beforeAll(() => {
    const handlers = fileURLToPath(new URL('../../functions', import.meta.url));
    // Asking for one builds them all.
    new FunctionBundles({ handlers, names: functionNames, output }).code('order/intake');
  });

  it.each(functionNames)('%s is at most 800 KiB', (name) => {
    expect(statSync(join(output, name, 'index.cjs')).size).toBeLessThanOrEqual(limitBytes);
  });
});
