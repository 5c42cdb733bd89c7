/**
 * The static checks, all of them, one line each; what a failing one printed follows its line.
 *
 *   npm run check                   a check whose inputs are as they were when it passed is not run again: `cached`
 *   npm run check -- --no-cache     runs every check
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import { CheckCache, type Inputs } from './checks/check-cache.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const packageBin = (path: string) => `node_modules/${path}`;

interface Check {
  readonly command: readonly string[];
  readonly inputs: Inputs;
}
const ofCode = (...command: readonly string[]): Check => ({ command, inputs: 'code' });
const ofAll = (...command: readonly string[]): Check => ({ command, inputs: 'all' });

const checks: Readonly<Record<string, Check>> = {
  changelog: ofAll('test/checks/changelog.ts'),
  words: ofAll('test/words/check.ts'),
  handlers: ofCode('schemas/functions/generate-handlers.ts', '--check'),
  'generated contracts': ofCode('schemas/generate.ts', '--check'),
  'generated pages': ofAll('lib/documents/generate.ts', '--check'),
  'compatible contracts': ofCode('schemas/evolution/check.ts', '--published'),
  documents: ofCode(
    packageBin('@redocly/cli/bin/cli.js'),
    'lint',
    '--config=schemas/redocly.yaml',
    'schemas/generated/openapi.json',
    'schemas/generated/asyncapi.json',
  ),
  'AsyncAPI parser': ofCode('test/checks/asyncapi.ts'),
  'format and lint': ofAll(packageBin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
  'import table': ofCode(
    packageBin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    'bin',
    'console',
    'lib',
    'functions',
    'schemas',
    'localstack',
    'patches',
    'test',
  ),
  templates: ofCode('test/cfn-lint/check.ts'),
  'unused code': ofCode(packageBin('knip/bin/knip.js'), '--no-progress'),
  types: ofCode(packageBin('typescript/bin/tsc'), '--project', '.'),
  "types of the console's page": ofCode(packageBin('typescript/bin/tsc'), '--project', 'console'),
};

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
}

const report = (name: string, passed: boolean, took: string): Outcome => {
  process.stdout.write(`${passed ? styleText('green', '✓') : styleText('red', '✗')} ${name} (${took})\n`);
  return { name, passed };
};

const run = (name: string, command: readonly string[]): Promise<Outcome & { readonly complete: boolean }> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const outcome = report(name, code === 0, `${((performance.now() - started) / 1000).toFixed(1)} s`);
      // A part that was not checked is no fault, but the reader must see that it was not checked.
      const skipped = /^skipped: .*/m.exec(output)?.[0];
      if (!outcome.passed) process.stdout.write(`${output.trim()}\n`);
      else if (skipped !== undefined) process.stdout.write(`  ${styleText('yellow', skipped)}\n`);
      resolve({ ...outcome, complete: outcome.passed && skipped === undefined });
    });
  });

const check = async (
  name: string,
  { command, inputs }: Check,
  cache: CheckCache,
  useCache: boolean,
): Promise<Outcome> => {
  const key = cache.key(command, inputs);
  if (useCache && cache.passed(name, key)) return report(name, true, 'cached');
  const { passed, complete } = await run(name, command);
  // A file that changed meanwhile may have been read before or after.
  if (complete && key !== undefined && key === cache.key(command, inputs)) cache.remember(name, key);
  return { name, passed };
};

/** Runs every check, also after one failed. Two at a time: they are bound by the processor. */
export const runChecks = async ({ useCache }: { readonly useCache: boolean }): Promise<readonly Outcome[]> => {
  const cache = new CheckCache(root);
  const queue = Object.entries(checks);
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) outcomes.push(await check(...next, cache, useCache));
  };
  await Promise.all([worker(), worker()]);
  return outcomes;
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { 'no-cache': { type: 'boolean', default: false } } });
  const failed = (await runChecks({ useCache: !values['no-cache'] })).filter(({ passed }) => !passed);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
