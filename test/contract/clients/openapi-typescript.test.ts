import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openapiTypescript } from '../../clients/openapi-typescript.ts';
import { type OrdersApi, startOrdersApi } from '../../support/api/orders-api.ts';

const document = fileURLToPath(new URL('../../../schemas/generated/openapi.json', import.meta.url));

describe('a client that is generated of the OpenAPI document', () => {
  let api: OrdersApi;
  let folder: string;
  beforeAll(async () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
    vi.stubEnv('POWERTOOLS_TRACE_ENABLED', 'false');
    folder = mkdtempSync(join(tmpdir(), 'client-'));
    api = await startOrdersApi();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('compiles with every type, and places an order', { timeout: 120_000 }, async () => {
    expect(await openapiTypescript.place(document, folder, api)).toMatch(/^[0-9a-f-]{36} CREATED true$/);
  });
});
