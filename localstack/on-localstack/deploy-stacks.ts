import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { spawnOwned } from '../processes/owned-process.ts';
import { account, credentials, type LocalStackTarget } from './localstack-target.ts';

export interface DeployStacksOptions {
  /** Of the synthesis. */
  readonly assemblyFolder: string;
  /** Folder of the outputs file, and of the CDK's working files. */
  readonly workFolder: string;
  /** Receives every line that the CDK prints. */
  readonly onLine: (line: string) => void;
  readonly signal?: AbortSignal;
}

const cdklocal = createRequire(import.meta.url).resolve('aws-cdk-local/bin/cdklocal');

/**
 * Bootstraps LocalStack's account and deploys all stacks of the assembly there with `cdklocal`, through its CloudFormation.
 * @returns the stacks' outputs by logical id.
 * @throws {Error} with the end of the CDK's output.
 */
export const deployStacks = async (
  target: LocalStackTarget,
  options: DeployStacksOptions,
): Promise<Readonly<Record<string, string>>> => {
  const { assemblyFolder, workFolder } = options;
  const outputsFile = join(workFolder, 'outputs.json');
  await run(target, ['bootstrap', `aws://${account}/${target.region}`, '--app', assemblyFolder], options);
  await run(
    target,
    ['deploy', '--all', '--app', assemblyFolder, '--require-approval', 'never', '--outputs-file', outputsFile],
    options,
  );
  const byStack = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  return Object.assign({}, ...Object.values(byStack));
};

const keptOutput = 4_000;

const run = async (
  { endpoint, region }: LocalStackTarget,
  args: readonly string[],
  { workFolder, onLine, signal }: DeployStacksOptions,
): Promise<void> => {
  signal?.throwIfAborted();
  let output = '';
  const receive = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-keptOutput);
    for (const line of chunk.toString().split('\n')) if (line.trim() !== '') onLine(line);
  };
  const child = spawnOwned({
    name: 'cdklocal',
    command: process.execPath,
    args: [cdklocal, ...args, '--progress', 'events', '--no-notices'],
    cwd: workFolder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: workFolder,
      CI: 'true',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      // cdklocal reads these from the environment only with this setting.
      AWS_ENVAR_ALLOWLIST: 'AWS_REGION,AWS_DEFAULT_REGION',
      // An endpoint by address has no names below it to put buckets into.
      AWS_S3_FORCE_PATH_STYLE: 'true',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    stdio: { onStdout: receive, onStderr: receive },
  });
  const end = (): void => child.kill();
  signal?.addEventListener('abort', end);
  const { code, signal: ended } = await child.exited;
  signal?.removeEventListener('abort', end);
  if (code !== 0) throw new Error(`cdklocal ${args[0]} failed (${ended ?? `exit code ${code}`})\n${output.trim()}`);
};
