import { Properties } from '../properties.ts';
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
 * @throws {PropertyError} naming the property that the local platform, or Lambda itself, does not support.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 */
export const functionDefinition = (
  properties: ResourceProperties,
  { stack, logicalId }: ResourceContext,
  codeFolder: string,
): FunctionDefinition => {
  const read = new Properties(properties);
  read.oneOf('PackageType', ['Zip'], 'Zip');
  read.string('Runtime', { oneOf: [runtime] });
  if (read.list('Layers').length > 0) read.fail('Layers', 'are not supported locally: bundle their code');
  const reservedConcurrency = read.integer('ReservedConcurrentExecutions', { min: 0, max: Number.MAX_SAFE_INTEGER });
  const logFormat = read.record('LoggingConfig')?.oneOf('LogFormat', ['JSON', 'Text'], 'Text');
  const callsPerEnvironment = managedConcurrency(read);
  return {
    name: read.optionalString('FunctionName') ?? `${stack}-${logicalId}`,
    handler: read.string('Handler'),
    codeFolder,
    timeoutSeconds: read.integer('Timeout', { min: 1, max: 900 }) ?? defaultTimeoutSeconds,
    memoryMb: memoryOf(read),
    environment: variables(read.record('Environment')),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(callsPerEnvironment !== undefined && { callsPerEnvironment }),
    ...(logFormat !== undefined && { logFormat }),
  };
};

const memoryOf = (read: Properties): number => read.integer('MemorySize', { min: 128, max: 10_240 }) ?? defaultMemoryMb;

/** Node's default on Managed Instances, of one processor. */
const defaultManagedConcurrency = 64;
const leastManagedMemoryMb = 2_048;

/**
 * The calls that one environment takes at a time on Lambda Managed Instances; undefined for a function on Lambda by default.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
 */
const managedConcurrency = (read: Properties): number | undefined => {
  const provider = read.record('CapacityProviderConfig')?.record('LambdaManagedInstancesCapacityProviderConfig');
  if (provider === undefined) return undefined;
  // A deployment to AWS would fail, so it does here.
  for (const property of ['VpcConfig', 'ReservedConcurrentExecutions'])
    if (read.has(property)) read.fail(property, 'is not allowed with Managed Instances');
  if (memoryOf(read) < leastManagedMemoryMb)
    read.fail('MemorySize', `must be at least ${leastManagedMemoryMb} with Managed Instances, got ${memoryOf(read)}`);
  return provider.integer('PerExecutionEnvironmentMaxConcurrency', { min: 1, max: 1_600 }) ?? defaultManagedConcurrency;
};

const variables = (environment: Properties | undefined): Readonly<Record<string, string>> => {
  const declared = environment?.stringMap('Variables') ?? {};
  for (const name of Object.keys(declared))
    if (reservedVariables.has(name)) environment?.fail(`Variables.${name}`, 'is reserved by Lambda');
  return declared;
};
