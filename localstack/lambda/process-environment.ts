import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account, FunctionDefinition } from './function-definition.ts';
import { latest } from './function-reference.ts';

/** Amazon's runtime interface client, which runs the handler. */
const runtimeInterfaceClient: string = createRequire(import.meta.url).resolve('aws-lambda-ric');
const runtimeClientPreload = fileURLToPath(new URL('./runtime-client.cjs', import.meta.url));

/** The part of an execution environment's process that differs from another's of the same function. */
export interface EnvironmentIdentity {
  /** `host:port` of its own Runtime API. */
  readonly runtimeApi: string;
  readonly logStream: string;
  /** The function's unpacked deployment package. */
  readonly taskRoot: string;
}

/**
 * The whole environment of a function's process: the Lambda service's variables, the template's, and this platform's. The
 * platform's come last: a function on one machine must never reach the real AWS.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const processEnvironment = (
  definition: FunctionDefinition,
  { region }: Account,
  { runtimeApi, logStream, taskRoot }: EnvironmentIdentity,
  platform: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  _HANDLER: definition.handler,
  LAMBDA_TASK_ROOT: taskRoot,
  LAMBDA_RUNTIME_DIR: dirname(runtimeInterfaceClient),
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  // Names the caller to the platform's own endpoints, which attribute requests by it.
  AWS_ACCESS_KEY_ID: definition.name.replace(/[^A-Za-z0-9]/g, ''),
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  AWS_LAMBDA_RUNTIME_API: runtimeApi,
  AWS_LAMBDA_INITIALIZATION_TYPE:
    definition.callsPerEnvironment === undefined ? 'on-demand' : 'lambda-managed-instances',
  ...(definition.callsPerEnvironment !== undefined && {
    AWS_LAMBDA_MAX_CONCURRENCY: String(definition.callsPerEnvironment),
  }),
  AWS_LAMBDA_FUNCTION_NAME: definition.name,
  AWS_LAMBDA_FUNCTION_VERSION: latest,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: logStream,
  AWS_LAMBDA_LOG_FORMAT: definition.logFormat ?? 'Text',
  ...definition.environment,
  ...platform,
});

/** Of the young generation's halves: each process would take three times as much for garbage that is gone before it matters. */
const mostSemiSpaceMb = 4;

/**
 * Node's arguments. Heap limits as Lambda's bootstrap sets them, in proportion to the memory size, except that the young
 * generation stays small: many processes share this machine's memory. Node features that Lambda
 * switches off are off here too, unless the function's NODE_OPTIONS switch them on again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-experimental-features
 */
export const processArguments = (definition: FunctionDefinition): readonly string[] => {
  const { memoryMb, environment, handler } = definition;
  const switchedOn = (environment['NODE_OPTIONS'] ?? '').split(/\s+/);
  const switchedOff = ['require-module', 'detect-module'].filter(
    (feature) => !switchedOn.includes(`--experimental-${feature}`),
  );
  return [
    `--max-semi-space-size=${Math.min(mostSemiSpaceMb, Math.floor(memoryMb * 0.05))}`,
    `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
    ...switchedOff.map((feature) => `--no-experimental-${feature}`),
    '--require',
    runtimeClientPreload,
    runtimeInterfaceClient,
    handler,
  ];
};
