/**
 * `npm run test:schemathesis`: asks every route of the OpenAPI document for what it does and does not allow, and holds every
 * answer against the document: no 5xx, no status, media type, header or body that it does not name. One line for each route.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Connection, connect } from '../../bin/client/connection.ts';
import { addSampleCatalogue, sampleSku } from '../../bin/sample-catalogue.ts';
import { MissingPython, pythonTool } from '../support/python-tool.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { routeLine, routeResults, type SchemathesisReport } from './report.ts';
import { startSigningProxy } from './signing-proxy.ts';

const usage = `usage: npm run test:schemathesis [-- --data <folder>] [-- --max-examples <n>] [-- --seed <n>]

  --data <folder>     ask the platform that runs on this folder, instead of a fresh one
  --max-examples <n>  generated requests of each route and phase (default 50)
  --seed <n>          repeat the run of this seed
  --route <METHOD /path>  ask this route alone`;

const requirements = new URL('requirements.txt', import.meta.url);
const document = fileURLToPath(new URL('../../schemas/generated/openapi.json', import.meta.url));
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

interface Settings {
  readonly maxExamples: string;
  readonly seed: string;
  readonly route?: string;
}

/** Orders in several states: what is asked of them meets more than "not found". */
const placeOrders = async ({ orders }: Connection): Promise<readonly string[]> => {
  const items: [{ sku: string; qty: number }] = [{ sku: sampleSku, qty: 1 }];
  const order = { user_id: 'schemathesis', currency: 'GBP', items };
  const tokens = Array.from({ length: 12 }, (_, index) => (index % 4 === 3 ? 'tok_decline' : 'tok_approve'));
  const placed = await Promise.all(tokens.map((payment_token) => orders.place({ ...order, payment_token })));
  return placed.map(({ order: { order_id } }) => order_id);
};

const routesOf = async (only: string | undefined): Promise<readonly string[]> => {
  const { paths } = JSON.parse(await readFile(document, 'utf8')) as { readonly paths: Record<string, object> };
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => /^(get|post|put|patch|delete)$/.test(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  return all.filter((route) => only === undefined || route === only);
};

/** Runs schemathesis. @returns its exit code and what it printed: 0 and 1 are results of the API, any other code is its own failure. */
const run = (executable: string, args: readonly string[], environment: Record<string, string>, folder: string) =>
  new Promise<{ readonly code: number; readonly output: string }>((resolve, reject) => {
    const env = { ...process.env, ...environment, PYTHONDONTWRITEBYTECODE: '1' };
    const child = spawn(executable, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });

const ask = async (connection: Connection, { maxExamples, seed, route }: Settings): Promise<boolean> => {
  const executable = await pythonTool({ name: 'schemathesis', requirements });
  const orders = await placeOrders(connection);
  const proxy = await startSigningProxy(connection.state);
  const folder = await mkdtemp(join(tmpdir(), 'orderstream-schemathesis-'));
  try {
    const args = ['--no-color', 'run', document, '--url', proxy.url, '--checks', checks.join(',')];
    args.push('--phases', 'examples,coverage,fuzzing', '--max-examples', maxExamples, '--seed', seed);
    args.push(
      '--continue-on-failure',
      '--request-timeout',
      '35',
      '--report',
      'json',
      '--report-json-path',
      'report.json',
    );
    if (route !== undefined) args.push('--include-name', route);
    const hooks = fileURLToPath(new URL('.', import.meta.url));
    const environment = {
      PYTHONPATH: hooks,
      SCHEMATHESIS_HOOKS: 'hooks',
      ORDERSTREAM_ORDERS: orders.join(','),
      ORDERSTREAM_SKU: sampleSku,
    };
    const { code, output } = await run(executable, args, environment, folder);
    if (code > 1) throw new Error(`schemathesis failed\n${output}`);
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as SchemathesisReport;
    const results = routeResults(await routesOf(route), report);
    for (const result of results) process.stdout.write(`${routeLine(result)}\n`);
    const passed = code === 0 && results.every(({ faults }) => faults.length === 0);
    if (!passed) process.stdout.write(`\n${output}\n`);
    process.stdout.write(`seed ${seed}\n`);
    return passed;
  } finally {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const onPlatform = async (data: string | undefined, use: (connection: Connection) => Promise<boolean>) => {
  if (data !== undefined) {
    const connection = await connect(data);
    return use(connection).finally(() => connection.close());
  }
  const platform = await startTestPlatform();
  try {
    await addSampleCatalogue(platform.connection);
    return await use(platform.connection);
  } finally {
    await platform.stop();
  }
};

const main = async (): Promise<void> => {
  const options = {
    data: { type: 'string' },
    'max-examples': { type: 'string', default: '50' },
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    route: { type: 'string' },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { seed, route, 'max-examples': maxExamples } = values;
  const settings = { seed, maxExamples, ...(route !== undefined && { route }) };
  const passed = await onPlatform(values.data, (connection) => ask(connection, settings));
  process.exitCode = passed ? 0 : 1;
};

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof MissingPython || error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
