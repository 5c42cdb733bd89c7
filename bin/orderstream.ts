import { Command, CommanderError } from 'commander';
import { UsageError } from './client/usage-error.ts';
import { auditCommand } from './commands/audit.ts';
import { demoCommand } from './commands/demo.ts';
import { importCommand } from './commands/import.ts';
import { placeCommand } from './commands/place.ts';
import { statusCommand } from './commands/status.ts';
import { timelineCommand } from './commands/timeline.ts';
import { upCommand } from './commands/up.ts';

const usageExitCode = 2;

const program = new Command('orderstream')
  .description('The order platform on one machine, and its orders from the command line.')
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(add --help for the options)')
  .exitOverride()
  .addCommand(upCommand())
  .addCommand(placeCommand())
  .addCommand(statusCommand())
  .addCommand(timelineCommand())
  .addCommand(importCommand())
  .addCommand(demoCommand())
  .addCommand(auditCommand());
// Each command throws instead of exiting by itself, so that exit codes are decided here alone: 0 done, 1 failed, 2 misused.
for (const command of program.commands.flatMap((one) => [one, ...one.commands]))
  command.exitOverride().showHelpAfterError('(add --help for the options)');

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
