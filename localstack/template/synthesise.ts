import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnOwned } from '../processes/owned-process.ts';
import { type CloudAssembly, readCloudAssembly } from './cloud-assembly.ts';

export interface SynthesisOptions {
  /** The CDK app's project: where `cdk.json` and `bin/app.ts` are. */
  readonly projectFolder: string;
  /** Where the cloud assembly goes. */
  readonly outputFolder: string;
  /** Context values on top of those in `cdk.json`, for instance `stage`. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Runs the CDK app as `cdk synth` does, with the same context, in a process of its own.
 * @throws the app's own error output when it fails
 */
export const synthesise = async ({
  projectFolder,
  outputFolder,
  context,
}: SynthesisOptions): Promise<CloudAssembly> => {
  await mkdir(outputFolder, { recursive: true });
  const errors: Buffer[] = [];
  const app = spawnOwned({
    name: 'synthesis',
    command: process.execPath,
    args: [join('bin', 'app.ts')],
    cwd: projectFolder,
    env: {
      ...inheritedEnvironment(),
      CDK_OUTDIR: outputFolder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...configuredContext(projectFolder), ...context }),
    },
    stdio: { onStderr: (chunk) => errors.push(chunk) },
  });
  const { code, signal } = await app.exited;
  if (code !== 0) {
    const output = Buffer.concat(errors).toString('utf8').trim();
    throw new Error(`the CDK app could not be synthesised (${signal ?? `exit code ${code}`})\n${output}`);
  }
  return readCloudAssembly(outputFolder);
};

/** The `context` of `cdk.json`: the feature flags are part of what the template says. */
const configuredContext = (projectFolder: string): Readonly<Record<string, unknown>> => {
  const { context = {} } = JSON.parse(readFileSync(join(projectFolder, 'cdk.json'), 'utf8')) as {
    readonly context?: Readonly<Record<string, unknown>>;
  };
  return context;
};

const inheritedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
