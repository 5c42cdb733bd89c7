import type { ResourceContext, ResourceProperties } from '../template/resource-provider.ts';
import type { FunctionDefinition } from './function-definition.ts';

const runtime = 'nodejs24.x';

/** CloudFormation's defaults. */
const defaultTimeoutSeconds = 3;
const defaultMemoryMb = 128;

/** Variables that a function may not set: the deployment to AWS would fail, so it does here. */
const reservedVariables = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/**
 * Reads `Properties` of an `AWS::Lambda::Function`.
 *
 * @throws {Error} naming the property that the local platform, or Lambda itself, does not support.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 */
export const functionDefinition = (
  properties: ResourceProperties,
  { stack, logicalId }: ResourceContext,
  codeFolder: string,
): FunctionDefinition => {
  const { FunctionName, Handler, Runtime, Timeout, MemorySize, PackageType, Layers } = properties;
  if (PackageType !== undefined && PackageType !== 'Zip')
    throw new Error(`PackageType ${PackageType}: only Zip runs here`);
  if (Runtime !== runtime) throw new Error(`Runtime ${Runtime}: only ${runtime} runs here`);
  if (typeof Handler !== 'string') throw new Error('Handler is missing');
  if (Array.isArray(Layers) && Layers.length > 0) throw new Error('Layers do not run here: bundle their code');
  const reserved = properties['ReservedConcurrentExecutions'];
  const { LogFormat } = record(properties['LoggingConfig']);
  const callsPerEnvironment = managedConcurrency(properties);
  return {
    name: FunctionName === undefined ? `${stack}-${logicalId}` : String(FunctionName),
    handler: Handler,
    codeFolder,
    timeoutSeconds: wholeNumber('Timeout', Timeout ?? defaultTimeoutSeconds, 1, 900),
    memoryMb: wholeNumber('MemorySize', MemorySize ?? defaultMemoryMb, 128, 10_240),
    environment: variables(record(properties['Environment'])['Variables']),
    ...(reserved === undefined
      ? {}
      : { reservedConcurrency: wholeNumber('ReservedConcurrentExecutions', reserved, 0, Number.MAX_SAFE_INTEGER) }),
    ...(callsPerEnvironment === undefined ? {} : { callsPerEnvironment }),
    ...(LogFormat === 'JSON' || LogFormat === 'Text' ? { logFormat: LogFormat } : {}),
  };
};

/** Node's default on Managed Instances, of one processor. */
const defaultManagedConcurrency = 64;
const leastManagedMemoryMb = 2_048;

/**
 * The calls that one environment takes at a time on Lambda Managed Instances; undefined for a function on Lambda by default.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
 */
const managedConcurrency = (properties: ResourceProperties): number | undefined => {
  const provider = record(properties['CapacityProviderConfig'])['LambdaManagedInstancesCapacityProviderConfig'];
  if (provider === undefined) return undefined;
  // A deployment to AWS would fail, so it does here.
  for (const property of ['VpcConfig', 'ReservedConcurrentExecutions'])
    if (properties[property] !== undefined) throw new Error(`${property}: not with Managed Instances`);
  if (Number(properties['MemorySize'] ?? defaultMemoryMb) < leastManagedMemoryMb)
    throw new Error(`MemorySize ${properties['MemorySize']}: Managed Instances need at least ${leastManagedMemoryMb}`);
  const { PerExecutionEnvironmentMaxConcurrency: most = defaultManagedConcurrency } = record(provider);
  return wholeNumber('PerExecutionEnvironmentMaxConcurrency', most, 1, 1_600);
};

const variables = (declared: unknown): Readonly<Record<string, string>> => {
  const entries = Object.entries(record(declared)).map(([key, value]) => {
    if (reservedVariables.has(key)) throw new Error(`Environment: ${key} is reserved by Lambda`);
    return [key, String(value)] as const;
  });
  return Object.fromEntries(entries);
};

/** Templates may give numbers as text. */
const wholeNumber = (property: string, value: unknown, lowest: number, highest: number): number => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= lowest && number <= highest) return number;
  throw new Error(`${property} ${value}: not a whole number from ${lowest} to ${highest}`);
};

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
