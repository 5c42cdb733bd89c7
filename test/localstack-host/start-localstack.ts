import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalStackTarget } from '../../localstack/on-localstack/localstack-target.ts';
import { spawnOwned } from '../../localstack/processes/owned-process.ts';
import { eventually } from '../support/eventually.ts';

export interface LocalStackSettings {
  readonly target: LocalStackTarget;
  readonly python: string;
  /** Its files and its log. */
  readonly folder: string;
  /** On which a DynamoDB Local listens. */
  readonly dynamodbPort: number;
  /** The Invoke API of who runs its functions. */
  readonly lambdaUrl: string;
}

const plugins = fileURLToPath(new URL('python', import.meta.url));
const startsWithinMs = 120_000;

/** Starts LocalStack without Docker, reachable from this machine alone, with nothing to fetch from the internet. */
export const startLocalStack = async (settings: LocalStackSettings): Promise<{ stop(): Promise<void> }> => {
  const { target, python, folder, dynamodbPort, lambdaUrl } = settings;
  const logFile = join(folder, 'localstack.log');
  const files = join(folder, 'localstack');
  await mkdir(files, { recursive: true });
  const localStack = spawnOwned({
    name: 'localstack',
    command: python,
    args: ['-m', 'localstack.runtime.main'],
    cwd: files,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: files,
      PYTHONPATH: plugins,
      PYTHONDONTWRITEBYTECODE: '1',
      // Outside its container, and with the only server that runs there.
      OVERRIDE_IN_DOCKER: '0',
      GATEWAY_SERVER: 'hypercorn',
      GATEWAY_LISTEN: new URL(target.endpoint).host,
      FILESYSTEM_ROOT: files,
      DNS_ADDRESS: '0',
      DISABLE_EVENTS: '1',
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DYNAMODB_LOCAL_PORT: String(dynamodbPort),
      LAMBDA_RUNTIME_EXECUTOR: 'orderstream',
      ORDERSTREAM_LAMBDA_URL: lambdaUrl,
    },
    stdio: { logFile },
  });
  let ended = false;
  void localStack.exited.then(() => {
    ended = true;
  });
  const answers = async (): Promise<boolean> =>
    ended || (await fetch(new URL('/_localstack/health', target.endpoint))).ok;
  try {
    await eventually('LocalStack answering', answers, startsWithinMs);
    if (ended) throw new Error('LocalStack ended while it started');
  } catch (cause) {
    await localStack.stop();
    const log = await readFile(logFile, 'utf8').catch(() => '');
    throw new Error(`LocalStack did not start. The end of ${logFile}:\n${log.slice(-4_000)}`, { cause });
  }
  return localStack;
};
