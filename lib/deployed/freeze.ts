/** Compares the synthesised state with the deployed one, and records it as the deployed one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type StageName, stageNamed, stageNames } from '../config/stages.ts';
import { OrderstreamApp } from '../orderstream-app.ts';
import type { DeployedState } from './deployed-state.ts';
import { hasRecord, readRecord, writeRecord } from './records.ts';
import { refusedChanges } from './refused-changes.ts';
import { stateOf } from './state-of-templates.ts';

const help = `Holds the templates against the record of what is deployed (lib/deployed/<stage>.json): refuses a change that would replace or
delete what holds state, shrink or grow a keyed topic, or change a topic's partitions and settings at once.

Usage: npm run deployed:check  -- [--stage <name>]
       npm run deployed:freeze -- [--stage <name>] [--accept <stack>/<logical id>]

  --stage   all that have a record when absent; the first freeze of a stage names it
  --accept  the change of this resource is meant, and its data is cared for; may be repeated

Check before a deployment, freeze after it, and commit the record. Exit code 0, or 1 with a line for each refused change.
`;

const synthesised = (stage: StageName): DeployedState => {
  const outdir = mkdtempSync(join(tmpdir(), 'orderstream-deployed-'));
  try {
    const functionsFolder = fileURLToPath(new URL('../../functions', import.meta.url));
    return stateOf(new OrderstreamApp({ functionsFolder, stage, outdir, validate: false }).synth().stacks);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const { values: options } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    stage: { type: 'string' },
    accept: { type: 'string', multiple: true, default: [] },
  },
});
if (options.help) {
  process.stdout.write(help);
} else {
  for (const stage of options.stage === undefined ? stageNames.filter(hasRecord) : [stageNamed(options.stage)]) {
    const next = synthesised(stage);
    const refused = refusedChanges(readRecord(stage), next).filter(
      ({ resource }) => !options.accept.includes(resource),
    );
    for (const { resource, reason } of refused) process.stderr.write(`${resource}: ${reason}\n`);
    if (refused.length > 0) process.exitCode = 1;
    else if (!options.check) writeRecord(stage, next);
  }
}
