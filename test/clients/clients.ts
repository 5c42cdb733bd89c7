/**
 * `npm run test:clients`: generates clients of the OpenAPI document by published tools, compiles them and lets each place an
 * order. One line for each; the last line counts them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import { connect } from '../../bin/client/connection.ts';
import { addSampleCatalogue, sampleSku } from '../../bin/sample-catalogue.ts';
import { type OrdersApi, startOrdersApi } from '../support/api/orders-api.ts';
import type { GeneratedClient } from './generated-client.ts';
import { oapiCodegen } from './oapi-codegen.ts';
import { openapiGeneratorJava, openapiGeneratorPython } from './openapi-generator.ts';
import { openapiPythonClient } from './openapi-python-client.ts';
import { openapiTypescript } from './openapi-typescript.ts';

const clients: readonly GeneratedClient[] = [
  openapiTypescript,
  openapiPythonClient,
  openapiGeneratorPython,
  openapiGeneratorJava,
  oapiCodegen,
];

const usage = `usage: npm run test:clients [-- <word> …] [-- --data <folder>] [-- --document <file>]

  <word>             the clients alone whose line has it: Go, openapi-generator
  --data <folder>    places the orders on the platform that runs on this folder, instead of the API alone, without Kafka
  --document <file>  another OpenAPI document than schemas/generated/openapi.json

What a client needs and this machine lacks (Python, Maven, Go) is named, and the client skipped.`;

const apiOf = async (data: string | undefined): Promise<OrdersApi> => {
  if (data === undefined) return startOrdersApi();
  const connection = await connect(data);
  await addSampleCatalogue(connection);
  const { apiUrl, apiKey } = connection.state;
  return { url: apiUrl.replace(/\/$/, ''), apiKey, sku: sampleSku, close: async () => connection.close() };
};

type Outcome = 'passed' | 'failed' | 'skipped';
const marks = { passed: styleText('green', '✓'), failed: styleText('red', '✗'), skipped: styleText('yellow', '-') };

const attempt = async (
  client: GeneratedClient,
  document: string,
  api: OrdersApi,
): Promise<readonly [Outcome, string]> => {
  if (client.missing !== undefined) return ['skipped', `skipped: ${client.missing}`];
  const folder = await mkdtemp(join(tmpdir(), 'orderstream-client-'));
  try {
    const printed = (await client.place(document, folder, api)).split('\n').at(-1) ?? '';
    return [/^[0-9a-f-]{36} [A-Z_]+ (true|false)$/.test(printed) ? 'passed' : 'failed', printed];
  } catch (error) {
    return ['failed', error instanceof Error ? error.message : String(error)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const main = async (): Promise<void> => {
  const options = { data: { type: 'string' }, document: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const wanted = clients.filter(({ name }) => positionals.every((word) => name.includes(word)));
  if (values.help === true || wanted.length === 0) {
    process.stdout.write(`${usage}\n`);
    process.exitCode = values.help === true ? 0 : 2;
    return;
  }
  const generated = fileURLToPath(new URL('../../schemas/generated/openapi.json', import.meta.url));
  const document = values.document === undefined ? generated : resolve(values.document);
  Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' });
  process.env['POWERTOOLS_TRACE_ENABLED'] = 'false';
  const api = await apiOf(values.data);
  const count: Record<Outcome, number> = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const client of wanted) {
      const [outcome, text] = await attempt(client, document, api);
      count[outcome]++;
      process.stdout.write(`${marks[outcome]} ${client.name}  ${text}\n`);
    }
  } finally {
    await api.close();
  }
  process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  process.exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1;
};

await main();
