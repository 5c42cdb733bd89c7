/** `npm run simulate -- --seeds N`: the saga under crashes, duplicates and lost replies, one schedule a seed. */
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Command, CommanderError } from 'commander';
import { interruptedExitCode, interruption } from '../../bin/commands/interruption.ts';
import { integerOption, jsonOption } from '../../bin/commands/options.ts';
import { progressBar } from '../../bin/commands/progress.ts';
import { Crew } from './run/crew.ts';
import type { Results } from './run/messages.ts';
import { reportText } from './run/report-text.ts';
import { runSeeds } from './run/run-seeds.ts';
import { shrinkFailures } from './run/shrink-failures.ts';
import { grouped, summaryOf } from './run/summary.ts';

const usageExitCode = 2;
const lastSeed = 2_000_000_000;

interface Options {
  readonly seeds?: number;
  readonly seed?: number;
  readonly workers: number;
  readonly json: boolean;
}

const print = (json: boolean, value: unknown, text: () => string): void => {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text());
};

/** One seed, with its story. */
const replay = async (seed: number, { json }: Options): Promise<number> => {
  const crew = new Crew(1);
  const tasks = [{ kind: 'replay', seed } as const];
  let result: Results['replay'] | undefined;
  await crew.work(
    () => tasks.pop(),
    (replayed) => (result = replayed),
    (broken) => {
      throw broken;
    },
  );
  await crew.end();
  const failure = result?.failure;
  const verdict = failure === undefined ? ['Nothing was found.'] : [`✗ ${failure.invariant}: ${failure.message}`];
  print(json, result, () =>
    [...(result?.story ?? []), '', ...verdict, ...(failure?.stack === undefined ? [] : [failure.stack]), ''].join('\n'),
  );
  return result === undefined || failure !== undefined ? 1 : 0;
};

const run = async (count: number, options: Options): Promise<number> => {
  const baseSeed = options.seed ?? randomInt(1, lastSeed - count);
  process.stderr.write(`${count} schedules from seed ${baseSeed}\n`);
  const crew = new Crew(options.workers);
  const bar = progressBar('schedules', count);
  const { found, done } = runSeeds(crew, { from: baseSeed, count }, bar.update);
  const { asked, dispose } = interruption();
  const interrupted = await Promise.race([done.then(() => false), asked.then(() => true)]);
  bar.stop();
  const failures = grouped(found().failed);
  const told = async () => {
    if (interrupted || failures.length === 0) return failures;
    process.stderr.write('shrinking what failed …\n');
    return Promise.race([shrinkFailures(crew, failures), asked.then(() => failures)]);
  };
  const summary = summaryOf(found(), baseSeed, await told());
  await crew.end();
  dispose();
  print(options.json, summary, () => reportText(summary));
  if (interrupted) return interruptedExitCode;
  return summary.complaints.length === 0 ? 0 : 1;
};

const program = new Command('npm run simulate --')
  .description(
    'Runs orders through the real code of all functions on a simulated Kafka, DynamoDB, gateway and clock. A seed draws one schedule: what is ordered, and what crashes, comes twice, late or not at all.',
  )
  .addOption(integerOption('--seeds <n>', 'run so many schedules', { least: 1, most: 100_000_000 }))
  .addOption(
    integerOption('--seed <seed>', 'run this one and tell its story; with --seeds, begin with it (default: any)', {
      least: 0,
      most: lastSeed,
    }),
  )
  .addOption(
    integerOption('--workers <n>', 'threads', { least: 1, most: 256 }).default(availableParallelism(), 'one a core'),
  )
  .addOption(jsonOption())
  .showHelpAfterError('(add --help for the options)')
  .exitOverride()
  .action(async (options: Options, command: Command) => {
    const { seeds, seed } = options;
    if (seeds === undefined && seed === undefined) command.error('error: --seeds or --seed is needed');
    process.exitCode = seeds === undefined ? await replay(seed ?? 0, options) : await run(seeds, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
}
