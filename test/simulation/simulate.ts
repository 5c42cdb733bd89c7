/** `npm run simulate -- --seeds N`: the saga under crashes, duplicates and lost replies, one schedule a seed. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { interruptedExitCode } from '../../bin/commands/interruption.ts';
import { integerOption, jsonOption } from '../../bin/commands/options.ts';
import { mutationsText } from './mutations/mutations-text.ts';
import { type CrashPoint, parsedCrashPoint } from './plan/crash-point.ts';
import { replayText } from './run/replay-text.ts';
import { reportText } from './run/report-text.ts';
import { lastSeed } from './run/run-schedules.ts';
import type { Schedule } from './run/schedule.ts';
import { simulateMutations } from './run/simulate-mutations.ts';
import { simulateSeeds } from './run/simulate-seeds.ts';
import { hasPassed } from './run/summary.ts';
import { work } from './run/work.ts';

const usageExitCode = 2;

interface Options {
  readonly seeds?: number;
  readonly seed?: number;
  readonly crash: readonly CrashPoint[];
  /** True without a name. */
  readonly mutations?: string | true;
  readonly workers: number;
  readonly json: boolean;
}

const print = (json: boolean, value: unknown, text: string): void => {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : text);
};

const replay = async (schedule: Schedule, json: boolean): Promise<number> => {
  const replayed = await work({ kind: 'replay', schedule }, () => undefined);
  print(json, replayed, replayText(replayed));
  return replayed.failure === undefined ? 0 : 1;
};

const run = async (count: number, { seed, workers, json }: Options): Promise<number> => {
  const { interrupted, ...summary } = await simulateSeeds({ count, workers, ...(seed !== undefined && { seed }) });
  print(json, summary, reportText(summary));
  if (interrupted) return interruptedExitCode;
  return hasPassed(summary) ? 0 : 1;
};

const mutations = async (only: string | true, { seeds = 10_000, seed, workers, json }: Options): Promise<number> => {
  const results = await simulateMutations({
    ...{ seeds, workers },
    ...(only !== true && { only }),
    ...(seed !== undefined && { seed }),
  });
  print(json, results, mutationsText(results));
  return results.length > 0 && results.every(({ caught }) => caught !== undefined) ? 0 : 1;
};

const crashPoint = (text: string, before: readonly CrashPoint[] = []): readonly CrashPoint[] => {
  const point = parsedCrashPoint(text);
  if (point === undefined) throw new InvalidArgumentError('Must be <function> before|after <await>.');
  return [...before, point];
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
    new Option('--crash <point>', 'with --seed: crash there as well, as a report has it')
      .argParser(crashPoint)
      .default([]),
  )
  .addOption(
    new Option(
      '--mutations [name]',
      'take each protection away (or those whose names begin so) and look for a schedule that fails without it; --seeds of each at most (default: 10000)',
    ),
  )
  .addOption(
    integerOption('--workers <n>', 'threads', { least: 1, most: 256 }).default(availableParallelism(), 'one a core'),
  )
  .addOption(jsonOption())
  .showHelpAfterError('(add --help for the options)')
  .exitOverride()
  .action(async (options: Options, command: Command) => {
    const { seeds, seed, crash, json } = options;
    if (options.mutations !== undefined) process.exitCode = await mutations(options.mutations, options);
    else if (seeds !== undefined) process.exitCode = await run(seeds, options);
    else if (seed !== undefined) process.exitCode = await replay({ seed, crashes: crash }, json);
    else command.error('error: --seeds, --seed or --mutations is needed');
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
}
