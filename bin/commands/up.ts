import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { withKeys } from '../../lib/config/client-keys.ts';
import { withClients } from '../../lib/config/clients.ts';
import { ConfigurationError } from '../../lib/config/configuration-error.ts';
import { defaultStage, stageConfig, stageNamed, stageNames } from '../../lib/config/stages.ts';
import { type Platform, startPlatform } from '../../localstack/platform.ts';
import type { PlatformOptions } from '../../localstack/platform-options.ts';
import { connectTo } from '../client/connection.ts';
import { hasPrices } from '../client/prices.ts';
import { UsageError } from '../client/usage-error.ts';
import { addSampleCatalogue, sampleSku } from '../sample-catalogue.ts';
import { jars, root } from '../setup.mjs';
import { upFault } from '../up-check.mjs';
import { interruptedExitCode, interruption } from './interruption.ts';
import { dataOption, integerOption, jsonOption, kafkaOption } from './options.ts';

interface UpOptions {
  readonly data: string;
  readonly fresh: boolean;
  readonly port?: number;
  readonly stage: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly keys?: string;
  readonly json: boolean;
}

const curlLine = ({ apiUrl, apiKey }: Platform): string =>
  [
    `curl -i -X POST ${apiUrl}orders`,
    apiKey === '' ? `-H "authorization: Bearer $ORDERSTREAM_TOKEN"` : `-H 'x-api-key: ${apiKey}'`,
    "-H 'content-type: application/json'",
    `-H 'idempotency-key: first-order'`,
    `-d '${JSON.stringify({
      ...(apiKey !== '' && { user_id: 'ada' }),
      currency: 'GBP',
      items: [{ sku: sampleSku, qty: 2 }],
      payment_token: 'tok_approve',
    })}'`,
  ].join(' \\\n  ');

/** Imported by this command alone: its script has five megabytes. */
const docs = async (apiUrl: string) => (await import('../../schemas/documents/site/site.ts')).contractSite(apiUrl);

/** Imported by this command alone, with its bundler. */
const operatorConsole: PlatformOptions['console'] = async (state, context) =>
  (await import('../console/start-local-console.ts')).startLocalConsole(state, context);

const announce = (platform: Platform): void => {
  const lines = [
    '',
    styleText('bold', 'orderstream is ready'),
    `  URL      ${platform.apiUrl}`,
    platform.apiKey === '' ? "  Clients  users, each with a token of the issuer's" : `  API key  ${platform.apiKey}`,
    ...(platform.docsUrl === undefined ? [] : [`  Docs     ${platform.docsUrl}`]),
    ...(platform.consoleUrl === undefined ? [] : [`  Console  ${platform.consoleUrl}`]),
    `  Metrics  ${platform.state.endpoints.control}/metrics`,
    '',
    'The first order:',
    '',
    curlLine(platform),
    '',
    'then, with the order_id it answers, in another terminal:',
    '',
    '  npx orderstream status <order_id> --watch',
    '',
    'Ctrl-C stops everything.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

/** Options must be valid in the configuration of a stage. @throws {UsageError} */
const asUsage = (configure: () => unknown): void => {
  try {
    configure();
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(error.message);
    throw error;
  }
};

/** @throws {UsageError} one of the two is given alone, or the issuer cannot be trusted. */
const usersOf = ({ stage, issuer, audience }: UpOptions): Pick<PlatformOptions, 'users'> => {
  if (issuer === undefined && audience === undefined) return {};
  if (!issuer || !audience)
    throw new UsageError('clients that are users need both --issuer <url> and --audience <name>');
  asUsage(() => withClients(stageConfig(stageNamed(stage)), { issuer, audience }));
  return { users: { issuer, audience } };
};

/** @throws {UsageError} one of them is malformed. */
const keysOf = ({ stage, keys }: UpOptions): Pick<PlatformOptions, 'keys'> => {
  if (keys === undefined) return {};
  asUsage(() => withKeys(stageConfig(stageNamed(stage)), keys));
  return { keys };
};

/** Before anything is started. @throws {UsageError} */
const assertStartable = async ({ data, ...requested }: UpOptions): Promise<void> => {
  const fault = await upFault(requested);
  if (fault !== undefined) throw new UsageError(fault);
  const folder = await stat(data).catch(() => undefined);
  if (folder !== undefined && !folder.isDirectory()) throw new UsageError(`${data} is no folder: name one with --data`);
};

const addCatalogue = async (platform: Platform): Promise<boolean> => {
  const connection = connectTo(platform.state);
  try {
    if (await hasPrices(connection)) return false;
    await addSampleCatalogue(connection);
    return true;
  } finally {
    connection.close();
  }
};

const up = async (options: UpOptions): Promise<void> => {
  await assertStartable(options);
  const clients = { ...usersOf(options), ...keysOf(options) };
  const { stopRequested } = interruption();
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  const starting = startPlatform({
    dataFolder: resolve(options.data),
    fresh: options.fresh,
    jars,
    root,
    stage: options.stage,
    docs,
    console: operatorConsole,
    ...clients,
    ...(options.port === undefined ? {} : { apiPort: options.port }),
    onProgress: (part, message) => process.stderr.write(`${seconds()} s  ${part.padEnd(14)} ${message}\n`),
  });
  // While parts are starting there is nothing to stop in order: end, and the reaper ends what was started.
  let ready = false;
  stopRequested.then((signal) => {
    if (ready) return;
    process.stderr.write(`\nstopped by ${signal} while starting\n`);
    process.exit(interruptedExitCode);
  });
  const platform = await starting;
  // A platform whose announcement failed is stopped.
  const added = await addCatalogue(platform).catch(async (error: unknown) => {
    await platform.stop();
    throw error;
  });
  if (added) process.stderr.write(`${seconds()} s  ${'catalogue'.padEnd(14)} a small sample with stock\n`);
  ready = true;
  const { apiUrl, docsUrl, apiKey, consoleUrl } = platform;
  if (options.json) process.stdout.write(`${JSON.stringify({ apiUrl, docsUrl, apiKey, consoleUrl })}\n`);
  else announce(platform);
  const signal = await stopRequested;
  process.stderr.write(`\n${signal}: stopping …\n`);
  await platform.stop();
  process.stderr.write('stopped\n');
};

export const upCommand = (): Command =>
  new Command('up')
    .description('run the whole platform on this machine, in the foreground, until Ctrl-C')
    .addOption(dataOption())
    .option('--fresh', 'start with empty data', false)
    .addOption(
      integerOption('--port <port>', 'port of the HTTP API (default: 4567, or a free one)', { least: 1, most: 65_535 }),
    )
    .addOption(new Option('--stage <stage>', 'stage of the CDK app').choices(stageNames).default(defaultStage))
    .option('--issuer <url>', 'clients are users, with tokens of this OpenID Connect issuer, instead of API keys')
    .option('--audience <name>', 'whom the tokens must be for')
    .option('--keys <list>', 'API keys, each client’s oldest first: client/client,client/next; the newest is printed')
    .addOption(kafkaOption())
    .addOption(jsonOption())
    .action(up);
