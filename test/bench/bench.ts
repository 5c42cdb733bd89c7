/**
 * `npm run bench [-- --json]`: the floors of this machine and our figures, measured in one run on one fresh platform, and
 * their ratios. Only the ratios are comparable: the machine is as fast as it is. With `--hot-sku`, one SKU that all want.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Connection, connectTo } from '../../bin/client/connection.ts';
import type { Usage } from '../../bin/cost/usage.ts';
import { jars, root } from '../../bin/setup.mjs';
import { type Platform, startPlatform } from '../../localstack/platform.ts';
import type { Distribution } from './distribution.ts';
import { type Floors, measureFloors } from './floors.ts';
import { type FunctionSize, measureFunctions } from './functions.ts';
import { type HotSku, measureHotSku } from './hot-sku.ts';
import { fillCatalogue, type Load, type OneByOne, oneByOne, underLoad } from './orders.ts';
import { measureSweep, type SweepRun } from './sweep-run.ts';
import { measureUsage } from './usage.ts';

const usage = `usage: npm run bench [-- --json] [-- --samples <n>] [-- --usage] [-- --hot-sku] [-- --sweep]

Measures the floors of this machine and orderstream's figures in one run, and prints their ratios.
  --samples <n>  orders of each measurement (default 200)
  --usage        only this: what orders of several sizes use of each service, one at a time
  --hot-sku      only this: 10,000 orders for 1,000 units of one SKU, by the ledger and by one transaction for each order
  --sweep        only this: runs of order/sweep over as many overdue orders as one run of prod takes
  --json         print JSON`;

/** Kafka hops from POST to PAID: to the router, the ledger, the saga, the charge, and the saga again. */
const hops = 5;
/** Writes on that way, one after the other: order, hold, stock, join, PROCESSING, intent, gateway, outcome, PAID. */
const writes = 9;
const linesPerOrder = 3;

interface Result {
  readonly floors: Floors;
  readonly oneByOne: OneByOne;
  readonly load: readonly Load[];
  readonly usage: readonly Usage[];
  readonly functions: readonly FunctionSize[];
  readonly ratios: { readonly postToFloor: number; readonly paidToFloor: number };
}

const round = (n: number): number => Number(n.toFixed(2));

const ratiosOf = (floors: Floors, ours: OneByOne): Result['ratios'] => ({
  // The least an honest acknowledgement takes: a call, the order's own write, and its event on enough brokers.
  postToFloor: round(ours.post.p50 / (floors.warmCall.p50 + floors.conditionalPut.p50 + floors.send.p50)),
  paidToFloor: round(ours.toPaid.p50 / (hops * floors.roundTrip.p50 + writes * floors.conditionalPut.p50)),
});

const log = (text: string) => process.stderr.write(`${text}\n`);

/** Does the work with a fresh platform that has a catalogue. */
const withPlatform = async <T>(
  work: (platform: Platform, connection: Connection, logFolder: string) => Promise<T>,
): Promise<T> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'orderstream-bench-'));
  const platform = await startPlatform({
    dataFolder,
    fresh: true,
    ephemeral: true,
    jars,
    root,
    stage: 'dev',
    onProgress: (part, message) => log(`${part}: ${message}`),
  });
  const connection = connectTo(platform.state);
  try {
    log('catalogue');
    await fillCatalogue(connection);
    return await work(platform, connection, join(dataFolder, 'logs', 'functions'));
  } finally {
    connection.close();
    await platform.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
};

const measure = (samples: number): Promise<Result> =>
  withPlatform(async (platform, connection, logFolder) => {
    log('floors');
    const floors = await measureFloors(platform, connection);
    log('one by one');
    const single = await oneByOne(connection, samples, linesPerOrder);
    const load: Load[] = [];
    for (const clients of [1, 16, 64]) {
      log(`${clients} clients`);
      load.push(await underLoad(connection, clients, samples, linesPerOrder));
    }
    const usage = await measureUsage(platform, connection, log, logFolder);
    const functions = await measureFunctions(platform);
    return { floors, oneByOne: single, load, usage, functions, ratios: ratiosOf(floors, single) };
  });

/** A function that no order needs is not started. */
const initOf = (init: Distribution, floors: Floors): string =>
  Number.isNaN(init.p50) ? 'not called' : `init ${ms(init)} (${round(init.p50 / floors.init.p50)} × empty)`;

const ms = ({ p50, p99 }: Distribution): string => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;

const usageLine = (used: Usage): string =>
  `  ${String(used.lines).padStart(3)} lines  ${used.requests} requests of DynamoDB, ${used.writeUnits} write units (12 + 6 L = ${12 + 6 * used.lines}), ${used.readUnits} read units; ${used.invocations} invocations, ${used.billedMs} ms; ${used.messages} messages`;

const printText = ({ floors, oneByOne: single, load, usage, functions, ratios }: Result): void => {
  const lines = [
    'floors',
    `  acks=all send              ${ms(floors.send)}`,
    `  conditional put            ${ms(floors.conditionalPut)}`,
    `  produce → consume          ${ms(floors.roundTrip)}`,
    `  empty function, warm       ${ms(floors.warmCall)}`,
    `  empty function, init       ${ms(floors.init)}`,
    `one order of ${linesPerOrder} lines at a time`,
    `  POST → 201                 ${ms(single.post)}`,
    `  POST → PAID                ${ms(single.toPaid)}`,
    'ratios',
    `  POST → 201                 ${ratios.postToFloor} × (warm call + conditional put + send)`,
    `  POST → PAID                ${ratios.paidToFloor} × (${hops} round trips + ${writes} conditional puts)`,
    'load',
    ...load.map(
      ({ clients, ordersPerSecond, openLoop }) =>
        `  ${String(clients).padStart(2)} clients  ${ordersPerSecond} orders/s; open loop at ${openLoop.perSecond}/s: POST ${ms(openLoop.post)}; PAID ${ms(openLoop.toPaid)}`,
    ),
    'used per order',
    ...usage.map(usageLine),
    'functions',
    ...functions.map(
      ({ name, bundleKb, init }) => `  ${name.padEnd(36)} ${String(bundleKb).padStart(4)} KB, ${initOf(init, floors)}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const printHotSku = ({ orders, stock, sold, ordersPerSecond, transactions, ratio }: HotSku): void => {
  const lines = [
    `${orders} orders for ${stock} units of one SKU`,
    `  sold                       ${sold}`,
    `  ledger                     ${ordersPerSecond} orders/s`,
    ...transactions.map(
      ({ clients, ordersPerSecond: rate }) => `  a transaction each, ${clients} at a time  ${rate} orders/s`,
    ),
    `  ratio                      ${ratio} × the faster of them`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const printSweep = ({ due, repaired, seconds, timeoutSeconds, runs }: SweepRun): void => {
  const lines = [
    `${due} overdue orders`,
    `  first run                  ${repaired} repaired in ${seconds} s of ${timeoutSeconds}`,
    `  runs                       ${runs}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    samples: { type: 'string', default: '200' },
    usage: { type: 'boolean', default: false },
    'hot-sku': { type: 'boolean', default: false },
    sweep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(`${usage}\n`);
else if (values.usage) {
  const usage = await withPlatform((platform, connection, logFolder) =>
    measureUsage(platform, connection, log, logFolder),
  );
  process.stdout.write(values.json ? `${JSON.stringify(usage, null, 2)}\n` : `${usage.map(usageLine).join('\n')}\n`);
} else if (values.sweep) {
  const result = await measureSweep(log);
  if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else printSweep(result);
} else if (values['hot-sku']) {
  const result = await measureHotSku();
  if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else printHotSku(result);
  if ([result.sold, ...result.soldByTransactions].some((sold) => sold !== result.stock)) process.exitCode = 1;
} else {
  const result = await measure(Number(values.samples));
  if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else printText(result);
}
