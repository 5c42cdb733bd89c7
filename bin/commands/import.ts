import { Command } from 'commander';
import { connect } from '../client/connection.ts';
import { partialLines, problemLines, rowLines } from '../retail/import-lines.ts';
import { type ImportResult, importRetail } from '../retail/import-retail.ts';
import { fileSummary, importSummary } from '../retail/import-summary.ts';
import { type RetailImport, readInvoices } from '../retail/invoices.ts';
import { readRetailCsv } from '../retail/retail-csv.ts';
import { interruption } from './interruption.ts';
import { dataOption, type ImportOptionValues, importOptions, importSettings, jsonOption } from './options.ts';
import { progressBar } from './progress.ts';

interface ImportCommandOptions extends ImportOptionValues {
  readonly data: string;
  readonly check: boolean;
  readonly overwrite: boolean;
  readonly json: boolean;
}

const rejectionsShown = 5;

const print = (json: boolean, value: object, lines: readonly string[]): void => {
  process.stdout.write(`${json ? JSON.stringify(value) : lines.join('\n')}\n`);
};

const printProblems = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`${line}\n`);
};

const check = (file: string, retail: RetailImport, json: boolean): void => {
  const skus = `${retail.catalogue.length} SKUs`;
  const lines = [`orders   ${retail.invoices.length} could be placed, of ${skus}`, ...rowLines(retail)];
  print(json, { orders: { valid: retail.invoices.length }, ...fileSummary(retail) }, lines);
  printProblems(problemLines(file, retail));
  if (retail.refused.length > 0) process.exitCode = 1;
};

const resultLines = (retail: RetailImport, result: ImportResult, options: ImportCommandOptions): readonly string[] => {
  const { orders, cancellations, kept } = importSummary(retail, result);
  const { prices, levels, refused } = result.plan;
  return [
    `orders   ${orders.accepted} accepted (${orders.replayed} of them before), ${orders.rejected} rejected`,
    ...(orders.atOtherAmounts > 0
      ? [`amounts  ${orders.atOtherAmounts} differ from their invoices: the catalogue has one price a SKU`]
      : []),
    ...rowLines({ ...retail, refused }),
    `catalogue ${prices.length} prices set; ${levels.size} SKUs have ${options.stock} units each`,
    ...(kept.prices.length + kept.stock.length > 0
      ? [`kept     ${kept.prices.length} other prices and ${kept.stock.length} stocks of the platform (--overwrite)`]
      : []),
    ...(options.cancellations
      ? [
          `cancels  ${cancellations.requested} requested, ${cancellations.refused} refused, ${cancellations.partial} partial returns not applied, ${cancellations.unmatched} of no order here`,
        ]
      : []),
    ...(orders.notSubmitted > 0
      ? [`stopped: ${orders.notSubmitted} invoices not submitted; run it again to go on`]
      : []),
  ];
};

const place = async (file: string, retail: RetailImport, options: ImportCommandOptions): Promise<void> => {
  const connection = await connect(options.data);
  const { stopRequested, dispose } = interruption();
  const cancel = new AbortController();
  stopRequested.then(() => cancel.abort());
  try {
    const result = await importRetail(connection, retail, {
      ...importSettings(options),
      overwrite: options.overwrite,
      onStep: progressBar,
      signal: cancel.signal,
    });
    const { plan, rejected, cancellations } = result;
    const summary = importSummary(retail, result);
    print(options.json, summary, resultLines(retail, result, options));
    printProblems([
      ...problemLines(file, { ...retail, refused: plan.refused }),
      ...partialLines(result),
      ...rejected.slice(0, rejectionsShown).map(({ invoice, reason }) => `invoice ${invoice.number}: ${reason}`),
      ...cancellations
        .filter(({ refused }) => refused !== undefined)
        .slice(0, rejectionsShown)
        .map(({ cancellation, refused }) => `cancellation ${cancellation.number}: ${refused}`),
    ]);
    if (plan.refused.length + rejected.length + summary.orders.notSubmitted > 0) process.exitCode = 1;
  } finally {
    dispose();
    connection.close();
  }
};

const run = async (file: string, options: ImportCommandOptions): Promise<void> => {
  // Without a platform the file need not be read.
  if (!options.check) (await connect(options.data)).close();
  const retail = await readInvoices(readRetailCsv(file, options), options.orders);
  if (options.check) check(file, retail, options.json);
  else await place(file, retail, options);
};

export const importCommand = (): Command => {
  const command = new Command('import')
    .description('place the invoices of a retail CSV (UCI Online Retail, either edition) as orders, in invoice order')
    .argument('<file>', 'a CSV, plain or gzip')
    .addOption(dataOption())
    .option('--check', 'read and check the file, write nothing; exit code 1 where an invoice is refused', false)
    .option('--overwrite', 'replace prices and stock that the platform has; else it keeps them', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
An invoice is refused as a whole, with its lines, when one of its rows cannot be read or the API would not take it: the others are
placed, and the exit code is 1. Everything is checked before anything is written.`,
    )
    .action(run);
  for (const option of importOptions()) command.addOption(option);
  return command;
};
