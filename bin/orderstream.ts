import { Command, CommanderError } from 'commander';
import { UsageError } from './client/usage-error.ts';
import { auditCommand } from './commands/audit.ts';
import { cancelCommand } from './commands/cancel.ts';
import { completeCommand } from './commands/complete.ts';
import { completionCommand } from './commands/completion.ts';
import { consoleCommand } from './commands/console.ts';
import { costCommand } from './commands/cost.ts';
import { demoCommand } from './commands/demo.ts';
import { dlqCommand } from './commands/dlq.ts';
import { importCommand } from './commands/import.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { loadCommand } from './commands/load.ts';
import { localStackCommand } from './commands/localstack.ts';
import { mailboxCommand } from './commands/mailbox.ts';
import { placeCommand } from './commands/place.ts';
import { repairCommand } from './commands/repair.ts';
import { shipCommand } from './commands/ship.ts';
import { statusCommand } from './commands/status.ts';
import { stockCommand } from './commands/stock.ts';
import { stuckCommand } from './commands/stuck.ts';
import { timelineCommand } from './commands/timeline.ts';
import { upCommand } from './commands/up.ts';
import { viewsCommand } from './commands/views.ts';
import { watchCommand } from './commands/watch.ts';

const usageExitCode = 2;

export const program: Command = new Command('orderstream')
  .description('The order platform on one machine, and its orders from the command line.')
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(add --help for the options)')
  .exitOverride()
  .commandsGroup('The platform:')
  .addCommand(upCommand())
  .addCommand(consoleCommand())
  .addCommand(importCommand())
  .addCommand(demoCommand())
  .addCommand(loadCommand())
  .addCommand(localStackCommand())
  .addCommand(watchCommand())
  .addCommand(costCommand())
  .addCommand(completionCommand(() => program))
  .commandsGroup('Orders, as their client:')
  .addCommand(placeCommand())
  .addCommand(statusCommand())
  .addCommand(cancelCommand())
  .addCommand(mailboxCommand())
  .commandsGroup('Orders, as an operator:')
  .addCommand(shipCommand())
  .addCommand(completeCommand())
  .addCommand(stuckCommand())
  .addCommand(repairCommand())
  .addCommand(dlqCommand())
  .addCommand(timelineCommand())
  .addCommand(auditCommand())
  .addCommand(viewsCommand())
  .addCommand(ledgerCommand())
  .commandsGroup('Stock, as an operator:')
  .addCommand(stockCommand());
// Commands throw instead of exiting: exit codes are decided here alone: 0 done, 1 failed, 2 misused.
for (const command of program.commands.flatMap((one) => [one, ...one.commands]))
  command.exitOverride().showHelpAfterError('(add --help for the options)');

const run = async (): Promise<void> => {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
    } else {
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(`error: ${message}\n`);
      process.exitCode = error instanceof UsageError ? usageExitCode : 1;
    }
  }
};

// Tests import the commands.
if (import.meta.main) await run();
