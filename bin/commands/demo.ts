import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startPlatform } from '../../localstack/platform.ts';
import { isBalanced } from '../demo/invariants.ts';
import { runDemo } from '../demo/run-demo.ts';
import type { DemoSummary } from '../demo/summary.ts';
import { problemLines } from '../retail/import-lines.ts';
import { readInvoices } from '../retail/invoices.ts';
import { readRetailCsv } from '../retail/retail-csv.ts';
import { jars, root } from '../setup.mjs';
import { interruptedExitCode, interruption } from './interruption.ts';
import { type ImportOptionValues, importOptions, importSettings, jsonOption, kafkaOption } from './options.ts';
import { progressBar } from './progress.ts';

interface DemoOptions extends ImportOptionValues {
  readonly file: string;
  readonly keep: boolean;
  readonly json: boolean;
}

const rejectionsShown = 5;

const printText = (summary: DemoSummary): void => {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ');
  const { orders, rows, latencyMs, dynamodb, kafka } = summary;
  const lines = [
    `orders      ${orders.accepted} accepted, ${orders.rejected} rejected, ${orders.unfinished} unfinished: ${list(orders.byStatus)}`,
    `rows        ${rows.read} read; ${rows.refused} refused; skipped: ${list(rows.skipped)}`,
    `cancels     ${list({ ...summary.cancellations })}`,
    `ledgers     ${list({ ...summary.invariants })}`,
    `POST        p50 ${latencyMs.post.p50} ms, p99 ${latencyMs.post.p99} ms`,
    `to the end  p50 ${latencyMs.toTerminal.p50} ms, p99 ${latencyMs.toTerminal.p99} ms`,
    `rate        ${summary.ordersPerSecond} orders/s, ${summary.linesPerSecond} lines/s (${summary.linesPerOrder} lines an order)`,
    `DynamoDB    ${dynamodb.requestsPerOrder} requests, ${dynamodb.writeUnitsPerOrder} write units, ${dynamodb.readUnitsPerOrder} read units an order`,
    `Kafka       ${kafka.messagesPerOrder} messages an order${kafka.drained ? '' : '; events are still on their way'}`,
    `memory      ${summary.memoryMb} MB, all processes`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const demo = async (options: DemoOptions): Promise<void> => {
  // The file is read first: it may be no CSV, and the platform takes a while to start.
  const retail = await readInvoices(readRetailCsv(options.file, options), options.orders);
  const { stopRequested } = interruption();
  const dataFolder = await mkdtemp(join(tmpdir(), 'orderstream-demo-'));
  const started = performance.now();
  const starting = startPlatform({
    dataFolder,
    fresh: true,
    ephemeral: true,
    jars,
    root,
    stage: 'dev',
    onProgress: (part, message) => process.stderr.write(`${part.padEnd(14)} ${message}\n`),
  });
  const stop = async (): Promise<void> => {
    await (await starting.catch(() => undefined))?.stop();
    if (options.keep) process.stderr.write(`data and logs are kept in ${dataFolder}\n`);
    else await rm(dataFolder, { recursive: true, force: true });
  };
  // Ctrl-C and the regular end may coincide: one stop serves both.
  let stopping: Promise<void> | undefined;
  const finish = (): Promise<void> => {
    stopping ??= stop();
    return stopping;
  };
  stopRequested.then(async (signal) => {
    process.stderr.write(`\n${signal}: stopping …\n`);
    await finish();
    process.exit(interruptedExitCode);
  });
  try {
    const platform = await starting;
    const summary = await runDemo(platform, retail, {
      ...importSettings(options),
      onStep: progressBar,
      startSeconds: (performance.now() - started) / 1000,
    });
    if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    else printText(summary);
    for (const { invoice, reason } of summary.rejections.slice(0, rejectionsShown))
      process.stderr.write(`invoice ${invoice}: ${reason}\n`);
    for (const line of problemLines(options.file, summary)) process.stderr.write(`${line}\n`);
    const { orders, refused, kafka } = summary;
    const done = orders.unfinished === 0 && orders.rejected === 0 && refused.length === 0 && kafka.drained;
    process.exitCode = done && isBalanced(summary.invariants) ? 0 : 1;
  } finally {
    await finish();
  }
};

export const demoCommand = (): Command => {
  const command = new Command('demo')
    .description('run the platform on fresh data, import invoices, wait for every order, audit the ledgers, stop')
    .requiredOption('--file <csv>', 'a retail CSV, plain or gzip')
    .option('--keep', 'keep the data folder with its logs', false)
    .addOption(kafkaOption())
    .addOption(jsonOption())
    .action(demo);
  for (const option of importOptions()) command.addOption(option);
  return command;
};
