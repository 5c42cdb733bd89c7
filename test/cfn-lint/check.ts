/**
 * Synthesises every stage and holds the templates against CloudFormation's rules, by the CDK's own validation and by cfn-lint. A
 * warning is a fault as well. Templates that passed before are not looked at again.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { root } from '../../bin/setup.mjs';
import { MissingPython, pythonTool } from '../support/python-tool.ts';
import { synthesisedStages } from './synthesised-stages.ts';

const requirements = new URL('requirements.txt', import.meta.url);

/** W3005: a dependency that a reference implies too. The CDK states both. */
const options = ['--ignore-checks', 'W3005', '--regions', 'eu-west-1'];

type Stages = ReadonlyMap<string, CloudAssembly>;

const templatesOf = (stages: Stages): readonly string[] =>
  [...stages.values()].flatMap(({ stacks }) => stacks.map(({ templateFullPath }) => templateFullPath));

const warningsOf = (stages: Stages): readonly string[] =>
  [...stages].flatMap(([stage, { stacks }]) =>
    stacks
      .flatMap(({ messages }) => messages)
      .filter(({ level }) => level !== 'info')
      .map(({ level, id, entry }) => `${stage}: ${level}: ${id}: ${String(entry.data)}`),
  );

/** A file that is there once a template like this one has passed. */
const passedMark = (template: string): string => {
  const digest = createHash('sha256').update(options.join(' ')).update(readFileSync(requirements));
  const name = digest.update(readFileSync(template)).digest('hex');
  return join(root, 'node_modules', '.cache', 'orderstream', 'cfn-lint-passed', name);
};

const lint = async (templates: Iterable<string>): Promise<boolean> => {
  const executable = await pythonTool({ name: 'cfn-lint', requirements });
  return spawnSync(executable, [...options, '--', ...templates], { stdio: 'inherit' }).status === 0;
};

const outdir = mkdtempSync(join(tmpdir(), 'orderstream-lint-'));
try {
  const stages = synthesisedStages(join(outdir, 'synthesised'), false);
  const warnings = warningsOf(stages);
  for (const warning of warnings) console.log(warning);
  // One of each kind: what the context adds changes few of them.
  const unseen = new Map(templatesOf(stages).map((template) => [passedMark(template), template]));
  for (const mark of unseen.keys()) if (existsSync(mark)) unseen.delete(mark);
  if (warnings.length > 0) process.exitCode = 1;
  else if (unseen.size > 0) {
    synthesisedStages(join(outdir, 'validated'), true);
    if (await lint(unseen.values())) {
      for (const mark of unseen.keys()) {
        mkdirSync(dirname(mark), { recursive: true });
        writeFileSync(mark, '');
      }
    } else process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof MissingPython)) throw error;
  console.log(`skipped: ${error.message}`);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
