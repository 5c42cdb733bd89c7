/** The static checks, all of them, one line each; what a failing one printed follows its line. `npm run check`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const packageBin = (path: string) => `node_modules/${path}`;

const checks: Readonly<Record<string, readonly string[]>> = {
  'generated contracts': ['schemas/generate.ts', '--check'],
  'compatible contracts': ['schemas/evolution/check.ts', '--published'],
  documents: [
    packageBin('@redocly/cli/bin/cli.js'),
    'lint',
    '--config=schemas/redocly.yaml',
    'schemas/generated/openapi.json',
    'schemas/generated/asyncapi.json',
  ],
  'format and lint': [packageBin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  'import table': [
    packageBin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    'bin',
    'lib',
    'functions',
    'schemas',
    'localstack',
    'patches',
    'test',
  ],
  templates: ['test/cfn-lint/check.ts'],
  'unused code': [packageBin('knip/bin/knip.js'), '--no-progress'],
  types: [packageBin('typescript/bin/tsc'), '--project', '.'],
};

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
}

const check = (name: string, args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const passed = code === 0;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${passed ? styleText('green', '✓') : styleText('red', '✗')} ${name} (${seconds} s)\n`);
      // What could not be looked at is no fault, but nobody should take it for looked at either.
      const skipped = /^skipped: .*/m.exec(output)?.[0];
      if (!passed) process.stdout.write(`${output.trim()}\n`);
      else if (skipped !== undefined) process.stdout.write(`  ${styleText('yellow', skipped)}\n`);
      resolve({ name, passed });
    });
  });

/** Runs every check, also after one failed. Two at a time: they are bound by the processor. */
export const runChecks = async (): Promise<readonly Outcome[]> => {
  const queue = Object.entries(checks);
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) outcomes.push(await check(...next));
  };
  await Promise.all([worker(), worker()]);
  return outcomes;
};

if (import.meta.main) {
  const failed = (await runChecks()).filter(({ passed }) => !passed);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
