import { describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '../../../../localstack/lambda/function-definition.ts';
import { processArguments, processEnvironment } from '../../../../localstack/lambda/process-environment.ts';

const definition: FunctionDefinition = {
  name: 'order-intake',
  handler: 'index.handler',
  codeFolder: '/assets/intake',
  timeoutSeconds: 10,
  memoryMb: 512,
  environment: { ORDERS_TABLE: 'Orders', AWS_ENDPOINT_URL_DYNAMODB: 'https://elsewhere' },
};
const identity = { runtimeApi: '127.0.0.1:4567', logStream: 'stream', taskRoot: '/var/task' };
const environmentOf = (changed: Partial<FunctionDefinition> = {}): Readonly<Record<string, string>> =>
  processEnvironment({ ...definition, ...changed }, { id: '000000000000', region: 'eu-west-1' }, identity, {
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
  });

describe('the environment of a function process', () => {
  it('has what the Lambda service sets', () => {
    expect(environmentOf()).toMatchObject({
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: '/var/task',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_RUNTIME_API: '127.0.0.1:4567',
      AWS_LAMBDA_FUNCTION_NAME: 'order-intake',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/order-intake',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    });
  });

  it('has the variables of the template, but endpoints are the platform’s', () => {
    expect(environmentOf()).toMatchObject({
      ORDERS_TABLE: 'Orders',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
    });
  });

  it('names the function as the caller of the platform’s endpoints', () => {
    expect(environmentOf()['AWS_ACCESS_KEY_ID']).toBe('orderintake');
  });

  it('has nothing of the platform’s own environment', () => {
    expect(environmentOf()).not.toHaveProperty('HOME');
  });
});

describe('the arguments of a function process', () => {
  it('limits the heap in proportion to the memory size, and its young generation to little', () => {
    expect(processArguments(definition)).toEqual(
      expect.arrayContaining(['--max-old-space-size=460', '--max-semi-space-size=4']),
    );
  });

  it('switches off the Node features that Lambda switches off', () => {
    expect(processArguments(definition)).toEqual(
      expect.arrayContaining(['--no-experimental-require-module', '--no-experimental-detect-module']),
    );
  });

  it('leaves those on that the function’s NODE_OPTIONS switch on', () => {
    const options = processArguments({
      ...definition,
      environment: { NODE_OPTIONS: '--enable-source-maps --experimental-require-module' },
    });
    expect(options).not.toContain('--no-experimental-require-module');
    expect(options).toContain('--no-experimental-detect-module');
  });
});
