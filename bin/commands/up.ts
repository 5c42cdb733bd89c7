import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { type Platform, type PlatformOptions, startPlatform } from '../../localstack/platform.ts';
import { connectTo } from '../client/connection.ts';
import { hasPrices } from '../client/prices.ts';
import { addSampleCatalogue, sampleSku } from '../sample-catalogue.ts';
import { jars, root } from '../setup.mjs';
import { interruptedExitCode, interruption } from './interruption.ts';
import { dataOption, integerOption, jsonOption } from './options.ts';

interface UpOptions {
  readonly data: string;
  readonly fresh: boolean;
  readonly port?: number;
  readonly stage: string;
  readonly issuer?: string;
  readonly audience?: string;
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

const announce = (platform: Platform): void => {
  const lines = [
    '',
    styleText('bold', 'orderstream is ready'),
    `  URL      ${platform.apiUrl}`,
    platform.apiKey === '' ? "  Clients  users, each with a token of the issuer's" : `  API key  ${platform.apiKey}`,
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

/** Both or neither: the CDK app says what is wrong with one alone. */
const usersOf = ({ issuer = '', audience = '' }: UpOptions): Pick<PlatformOptions, 'users'> =>
  issuer === '' && audience === '' ? {} : { users: { issuer, audience } };

const up = async (options: UpOptions): Promise<void> => {
  const { asked } = interruption();
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  const starting = startPlatform({
    dataFolder: resolve(options.data),
    fresh: options.fresh,
    jars,
    root,
    stage: options.stage,
    ...usersOf(options),
    ...(options.port === undefined ? {} : { apiPort: options.port }),
    onProgress: (part, message) => process.stderr.write(`${seconds()} s  ${part.padEnd(14)} ${message}\n`),
  });
  // While parts are starting there is nothing to stop in order: end, and the reaper ends what was started.
  let ready = false;
  asked.then((signal) => {
    if (ready) return;
    process.stderr.write(`\nstopped by ${signal} while starting\n`);
    process.exit(interruptedExitCode);
  });
  const platform = await starting;
  const connection = connectTo(platform.state);
  if (!(await hasPrices(connection))) {
    await addSampleCatalogue(connection);
    process.stderr.write(`${seconds()} s  ${'catalogue'.padEnd(14)} a small sample with stock\n`);
  }
  connection.close();
  ready = true;
  if (options.json) process.stdout.write(`${JSON.stringify({ apiUrl: platform.apiUrl, apiKey: platform.apiKey })}\n`);
  else announce(platform);
  const signal = await asked;
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
    .option('--stage <stage>', 'stage of the CDK app', 'dev')
    .option('--issuer <url>', 'clients are users, with tokens of this OpenID Connect issuer, instead of API keys')
    .option('--audience <name>', 'whom the tokens must be for')
    .addOption(jsonOption())
    .action(up);
