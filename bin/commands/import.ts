import { Command } from 'commander';
import { connect } from '../client/connection.ts';
import { importRetail } from '../retail/import-retail.ts';
import { interruption } from './interruption.ts';
import { dataOption, type ImportOptionValues, importOptions, importSettings, jsonOption } from './options.ts';
import { progressBar } from './progress.ts';

interface ImportCommandOptions extends ImportOptionValues {
  readonly data: string;
  readonly json: boolean;
}

const rejectionsShown = 5;

const run = async (file: string, options: ImportCommandOptions): Promise<void> => {
  const connection = await connect(options.data);
  const { asked, dispose } = interruption();
  const cancel = new AbortController();
  asked.then(() => cancel.abort());
  try {
    const { accepted, rejected, cancellations, unmatched, retail } = await importRetail(connection, {
      ...importSettings(options),
      file,
      onStep: progressBar,
      signal: cancel.signal,
    });
    const replayed = accepted.filter((placed) => placed.replayed).length;
    const orders = {
      submitted: accepted.length + rejected.length,
      accepted: accepted.length,
      replayed,
      rejected: rejected.length,
      notSubmitted: retail.invoices.length - accepted.length - rejected.length,
    };
    const refused = cancellations.filter((one) => one.refused !== undefined);
    const cancels = {
      requested: cancellations.length - refused.length,
      refused: refused.length,
      unmatched: unmatched.length,
    };
    const summary = { orders, cancellations: cancels, rows: retail.rows, skus: retail.catalogue.length };
    if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else {
      const skipped = Object.entries(retail.rows.skipped).map(([reason, rows]) => `${rows} ${reason}`);
      process.stdout.write(
        `orders   ${orders.accepted} accepted (${replayed} of them before), ${orders.rejected} rejected\n`,
      );
      process.stdout.write(`rows     ${retail.rows.read} read; skipped: ${skipped.join(', ')}\n`);
      process.stdout.write(`catalogue ${retail.catalogue.length} SKUs, ${options.stock} units of each\n`);
      if (options.cancellations)
        process.stdout.write(
          `cancels  ${cancels.requested} requested, ${cancels.refused} refused, ${cancels.unmatched} of no order here\n`,
        );
      if (orders.notSubmitted > 0)
        process.stdout.write(`stopped: ${orders.notSubmitted} invoices not submitted; run it again to go on\n`);
    }
    for (const { invoice, reason } of rejected.slice(0, rejectionsShown))
      process.stderr.write(`invoice ${invoice.number}: ${reason}\n`);
    for (const { cancellation, refused: reason } of refused.slice(0, rejectionsShown))
      process.stderr.write(`cancellation ${cancellation.number}: ${reason}\n`);
    if (rejected.length > 0 || orders.notSubmitted > 0) process.exitCode = 1;
  } finally {
    dispose();
    connection.close();
  }
};

export const importCommand = (): Command => {
  const command = new Command('import')
    .description('place the invoices of a retail CSV (UCI Online Retail, as published) as orders, in invoice order')
    .argument('<file>', 'a .csv or .csv.gz')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(run);
  for (const option of importOptions()) command.addOption(option);
  return command;
};
