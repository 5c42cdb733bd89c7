/**
 * `npm test [-- tier … --kafka <version>]`: the static checks, then the tiers from the quickest to the slowest, each also after one failed.
 * The last line sums all of them: `N passed, N failed`. With `--kafka` the nodes are of that version, not of the one that the
 * platform is made for: whether a newer Kafka breaks something.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { interruptedExitCode } from '../bin/commands/interruption.ts';
import { kafkaVersionVariable, SetupError, setup } from '../bin/setup.mjs';
import { runChecks } from './check.ts';
import { verdictText } from './simulation/run/report-text.ts';
import { simulateSeeds } from './simulation/run/simulate-seeds.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const tiers = ['unit', 'infra', 'contract', 'integration', 'e2e'] as const;
/** Only when named: they need more than this repository's own tools. */
const guestTiers = ['localstack-host', 'localstack'] as const;
type Step = 'check' | 'simulation' | (typeof tiers)[number] | (typeof guestTiers)[number];
const [quickest, ...slower] = tiers;
const usualSteps: readonly Step[] = ['check', quickest, 'simulation', ...slower];
const steps: readonly Step[] = [...usualSteps, ...guestTiers];

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const check = async (): Promise<Count> => {
  const outcomes = await runChecks({ useCache: false });
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  return { passed, failed: outcomes.length - passed };
};

const simulatedSchedules = 2_000;

/** Other schedules each time. What they have to show is counted, not each of them. */
const simulation = async (): Promise<Count> => {
  const summary = await simulateSeeds({ count: simulatedSchedules, workers: availableParallelism() });
  process.stdout.write(verdictText(summary));
  if (summary.interrupted) process.exit(interruptedExitCode);
  const passed = summary.requirements.filter(({ met }) => met).length;
  return { passed, failed: summary.requirements.length - passed };
};

/** Shape of vitest's JSON report, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const vitest = async (tier: string, reportFile: string): Promise<Count> => {
  const args = ['run', '--project', tier, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { cwd: root, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const report = await readFile(reportFile, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => undefined,
  );
  if (!report) return { passed: 0, failed: 1 };
  // A file that failed to load, or a hook or a stray error, fails the run without failing any one test: count it once.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
};

const take = (step: Step): Promise<Count> => {
  if (step === 'check') return check();
  if (step === 'simulation') return simulation();
  return vitest(step, join(reports, `${step}.json`));
};

const isStep = (name: string): name is Step => (steps as readonly string[]).includes(name);
const misused = (why: string): never => {
  process.stderr.write(`${why}\n`);
  process.exit(2);
};
const help = `Usage: npm test [-- <tier> … --kafka <version>]

Runs the static checks, then the tests, from the quickest tier to the slowest; sets up what they need. The last line is the sum.

Tiers:
  ${usualSteps.join(', ')}
  ${guestTiers.join(', ')}: only when named, they need LocalStack

Options:
  --kafka <version>  nodes of this version of Kafka
  -h, --help         display help for command
`;
const commandLine = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { kafka: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
};
const { positionals: wanted, values } = commandLine();
if (values.help) {
  process.stdout.write(help);
  process.exit(0);
}
const unknown = wanted.filter((name) => !isStep(name));
if (unknown.length > 0)
  misused(`unknown: ${unknown.join(', ')}. Choose from: ${steps.join(', ')} (default: ${usualSteps.join(', ')})`);
if (values.kafka !== undefined) {
  process.env[kafkaVersionVariable] = values.kafka;
  try {
    await setup();
  } catch (error) {
    if (error instanceof SetupError) misused(error.message);
    throw error;
  }
}

const reports = await mkdtemp(join(tmpdir(), 'orderstream-test-'));
const total = { passed: 0, failed: 0 };
for (const step of wanted.length === 0 ? usualSteps : steps.filter((name) => wanted.includes(name))) {
  process.stdout.write(`\n── ${step} ──\n`);
  const { passed, failed } = await take(step);
  total.passed += passed;
  total.failed += failed;
}
await rm(reports, { recursive: true, force: true });
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
