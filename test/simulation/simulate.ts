/** `npm run simulate -- --seeds N`: the saga under crashes, duplicates and lost replies, one schedule a seed. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { integerOption, jsonOption } from '../../bin/commands/options.ts';
import { type CrashPoint, parsedCrashPoint } from './plan/crash-point.ts';
import { allScenarios, log, mutations, type Options, run } from './run/modes.ts';
import { replayScenario } from './run/replay-scenario.ts';
import { lastSeed } from './run/run-schedules.ts';
import { work } from './run/work.ts';
import { scenarioNamed, scenarios } from './scenarios/scenarios.ts';

const usageExitCode = 2;

const allNames = (): string => scenarios.map(({ name }) => name).join(', ');

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
    integerOption('--seed <seed>', 'run this one and print its story; with --seeds, begin with it (default: any)', {
      least: 0,
      most: lastSeed,
    }),
  )
  .addOption(
    new Option('--crash <point>', 'with --seed: crash there as well, as a report has it')
      .argParser(crashPoint)
      .default([]),
  )
  .addOption(new Option('--scenario <name>', 'run a race that is forced on purpose, and print its story'))
  .addOption(new Option('--scenarios', 'run all of them, each with twenty latencies').default(false))
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
    else if (options.scenarios) process.exitCode = await allScenarios(options);
    else if (seeds !== undefined) process.exitCode = await run(seeds, options);
    else if (seed !== undefined) {
      const schedule = { seed, crashes: crash };
      process.exitCode = log(json, await work({ kind: 'replay', schedule }, () => undefined));
    } else if (options.scenario !== undefined) {
      const scenario = scenarioNamed(options.scenario);
      if (scenario === undefined) command.error(`error: there is no scenario "${options.scenario}": ${allNames()}`);
      else process.exitCode = log(json, await replayScenario(scenario));
    } else command.error('error: --seeds, --seed, --scenario, --scenarios or --mutations is needed');
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
}
