import { randomBytes, randomInt } from 'node:crypto';
import { InvalidArgumentError, Option } from 'commander';
import type { Connection } from '../client/connection.ts';
import { areUsers } from '../client/connection.ts';
import { withAdmin } from '../client/kafka-admin.ts';
import { UsageError } from '../client/usage-error.ts';
import { type ArrivalKind, arrivalKinds } from '../load/arrivals.ts';
import { connectedTarget } from '../load/connected-target.ts';
import { liveDisplay } from '../load/live-display.ts';
import { liveLine } from '../load/live-line.ts';
import { systemLoadClock } from '../load/load-clock.ts';
import { loadLines } from '../load/load-lines.ts';
import type { LoadSettings } from '../load/load-settings.ts';
import { loadCurrency, loadSkus, prepareSkus } from '../load/load-skus.ts';
import { runLoad } from '../load/run-load.ts';
import { ampleStock } from '../retail/import-retail.ts';
import { allApproved, gatewayFaults } from '../retail/payment-tokens.ts';
import { type ConnectedOptions, connectedCommand, print, withConnection } from './connected-command.ts';
import { interruption } from './interruption.ts';
import { integerOption } from './options.ts';

interface LoadOptions extends ConnectedOptions {
  readonly rate: number;
  readonly minutes: number;
  readonly lines: number;
  readonly hotSku?: number;
  readonly arrivals: ArrivalKind;
  readonly warmup: number;
  readonly seed?: number;
  readonly clients: number;
  readonly timeout: number;
  readonly stall: number;
  readonly skus: number;
  readonly stock: number;
  readonly users: number;
  readonly email: boolean;
  readonly faults?: 'gateway';
}

const number =
  (above: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || value <= above || value > most)
      throw new InvalidArgumentError(`Must be a number above ${above}, at most ${most}.`);
    return value;
  };

const settings = (options: LoadOptions, { state }: Connection): LoadSettings => {
  const { rate, minutes, lines, hotSku, arrivals, warmup, clients, stall, skus, users, email, faults } = options;
  if (lines > skus - (hotSku === undefined ? 0 : 1))
    throw new UsageError(`an order has ${lines} lines of different SKUs: --skus must be higher`);
  const id = `load-${randomBytes(6).toString('hex')}`;
  return {
    id,
    seed: options.seed ?? randomInt(2 ** 31),
    arrivals,
    rate,
    seconds: minutes * 60,
    warmupSeconds: warmup,
    clients,
    stalledMs: stall * 1_000,
    mix: {
      skus: loadSkus(skus),
      lines,
      ...(hotSku !== undefined && { hotSku }),
      currency: loadCurrency,
      users: areUsers(state) ? undefined : Array.from({ length: users }, (_, n) => `load-user-${n}`),
      email,
      tokens: faults === 'gateway' ? gatewayFaults : allApproved,
    },
  };
};

const load = (options: LoadOptions): Promise<void> =>
  withConnection(options.data, async (connection) => {
    const chosen = settings(options, connection);
    const log = (text: string) => process.stderr.write(`${text}\n`);
    log(`preparing ${options.skus} SKUs, then ${options.rate} orders/s; Ctrl-C stops the arrivals and still reports`);
    await prepareSkus(connection, chosen.mix.skus, options.stock);
    const { stopRequested, dispose } = interruption();
    const stop = new AbortController();
    stopRequested.then((signal) => {
      log(
        `\n${signal}: no more orders are placed; waiting for the answers and the end of those that are (again: at once)`,
      );
      stop.abort();
    });
    const display = liveDisplay();
    try {
      await withAdmin(connection, async (admin) => {
        const report = await runLoad(chosen, {
          target: connectedTarget(connection, admin, { timeoutMs: options.timeout * 1_000 }),
          clock: systemLoadClock,
          stop: stop.signal,
          onLive: (figures) => display.show(liveLine(figures)),
        });
        display.end();
        print(options.json, report, loadLines(report));
        if (!report.conservation.holds) process.exitCode = 1;
      });
    } finally {
      dispose();
    }
  });

export const loadCommand = () =>
  connectedCommand('load', 'place orders at a rate, whatever the answers, and report latencies, skew and conservation')
    .addOption(
      new Option('--rate <orders>', 'orders a second, for instance 2.5')
        .argParser(number(0, 10_000))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--minutes <m>', 'how long orders arrive, for instance 0.5')
        .argParser(number(0, 1_440))
        .makeOptionMandatory(),
    )
    .addOption(integerOption('--lines <n>', 'lines of an order', { least: 1, most: 2_000 }).default(3))
    .addOption(
      new Option('--hot-sku <share>', 'share of the orders with one and the same SKU, for instance 0.2').argParser(
        number(0, 1),
      ),
    )
    .addOption(
      new Option('--arrivals <kind>', 'poisson: independent clients; even: a fixed distance')
        .choices(arrivalKinds)
        .default('poisson'),
    )
    .addOption(
      integerOption('--warmup <seconds>', 'orders at the same rate before, left out of the latencies and rates', {
        least: 0,
        most: 3_600,
      }).default(0),
    )
    .addOption(
      integerOption('--seed <n>', 'repeats the arrivals and orders of a run (default: a new one, reported)', {
        least: 0,
        most: 2 ** 31 - 1,
      }),
    )
    .addOption(
      integerOption(
        '--clients <n>',
        'most requests at a time; what arrives beyond them waits, and its latency counts',
        {
          least: 1,
          most: 10_000,
        },
      ).default(1_000),
    )
    .addOption(
      integerOption('--timeout <seconds>', 'for the answer to one request', { least: 1, most: 600 }).default(120),
    )
    .addOption(
      integerOption('--stall <seconds>', 'stop waiting when no order has come to its end for so long', {
        least: 1,
        most: 86_400,
      }).default(240),
    )
    .addOption(
      integerOption('--skus <n>', 'SKUs of the load (load-00000 …), which get a price where they have none', {
        least: 1,
        most: 100_000,
      }).default(500),
    )
    .addOption(
      integerOption('--stock <units>', 'available units of each SKU at least, before the first order', {
        least: 0,
        most: 1_000_000_000,
      }).default(ampleStock),
    )
    .addOption(integerOption('--users <n>', 'customers who order', { least: 1, most: 1_000_000 }).default(500))
    .option('--email', 'customers have addresses: the platform sends them mail', false)
    .addOption(
      new Option(
        '--faults <where>',
        'gateway: 5 % of the payments declined, 5 % answered too late (half of them charged), 5 % failing at first',
      ).choices(['gateway']),
    )
    .addHelpText(
      'after',
      `
Orders arrive at their planned times and never wait for earlier answers; latencies count from the planned time. While orders arrive, a binary
search over the open ones estimates how many wait; at the end, each is read once. Exit code 1 where an accepted order is lost or
not final, or the stock or the views do not add up. Nothing else must order the same SKUs meanwhile.`,
    )
    .action(load);
