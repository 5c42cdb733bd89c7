import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FunctionDefinition } from '../../localstack/lambda/function-definition.ts';
import type { InvocationReport } from '../../localstack/lambda/invocation-report.ts';
import type { InvokeApiSettings } from '../../localstack/lambda/invoke-api.ts';
import type { LocalLambda, LocalLambdaSettings } from '../../localstack/lambda/local-lambda.ts';
import { startLambda } from '../../localstack/lambda/start-lambda.ts';

export interface TestLambda {
  readonly lambda: LocalLambda;
  readonly url: string;
  readonly reports: readonly InvocationReport[];
  /** Deploys files (name → text) as a function with `index.handler`. */
  deploy(name: string, files: Readonly<Record<string, string>>, more?: Partial<FunctionDefinition>): Promise<string>;
  /** The function's log so far. */
  log(name: string): Promise<string>;
  close(): Promise<void>;
}

/** The local Lambda service in a temporary folder. */
export const startTestLambda = async (
  settings: Partial<LocalLambdaSettings & InvokeApiSettings> = {},
): Promise<TestLambda> => {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-'));
  const reports: InvocationReport[] = [];
  const { lambda, url, close } = await startLambda({
    account: { id: '000000000000', region: 'eu-west-1' },
    logDir: join(folder, 'logs'),
    taskDir: join(folder, 'tasks'),
    environment: {},
    onReport: (report) => reports.push(report),
    ...settings,
  });
  return {
    lambda,
    url,
    reports,
    deploy: async (name, files, more = {}) => {
      const codeFolder = join(folder, 'assets', name);
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(codeFolder, file)), { recursive: true });
        await writeFile(join(codeFolder, file), text);
      }
      const defaults = { handler: 'index.handler', timeoutSeconds: 20, memoryMb: 256, environment: {} };
      return lambda.createFunction({ name, codeFolder, ...defaults, ...more });
    },
    log: async (name) => {
      await lambda.getFunction(name).log.flush();
      return readFile(join(folder, 'logs', `${name}.log`), 'utf8');
    },
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
};

/** Invokes a function and parses its response. */
export const callFunction = async (
  lambda: LocalLambda,
  name: string,
  event: unknown = {},
): Promise<Record<string, unknown>> => JSON.parse((await lambda.invoke(name, JSON.stringify(event))).payload);
