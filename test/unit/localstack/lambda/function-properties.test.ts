import { describe, expect, it } from 'vitest';
import { functionDefinition } from '../../../../localstack/lambda/function-properties.ts';

const context = {
  stack: 'services',
  logicalId: 'IntakeF2B1',
  type: 'AWS::Lambda::Function',
  accountId: '000000000000',
  region: 'eu-west-1',
};
const smallest = { Handler: 'index.handler', Runtime: 'nodejs24.x' };
const read = (more: object = {}) => functionDefinition({ ...smallest, ...more }, context, '/assets/intake');

describe('the properties of an AWS::Lambda::Function', () => {
  it('have CloudFormation’s defaults and a name from the stack', () => {
    expect(read()).toEqual({
      name: 'services-IntakeF2B1',
      handler: 'index.handler',
      codeFolder: '/assets/intake',
      timeoutSeconds: 3,
      memoryMb: 128,
      environment: {},
    });
  });

  it('are taken over as declared', () => {
    const declared = {
      FunctionName: 'order-intake',
      Timeout: 29,
      MemorySize: '512',
      ReservedConcurrentExecutions: 0,
      LoggingConfig: { LogFormat: 'JSON' },
      Environment: { Variables: { ORDERS_TABLE: 'Orders', NODE_OPTIONS: '--enable-source-maps' } },
    };
    expect(read(declared)).toEqual({
      name: 'order-intake',
      handler: 'index.handler',
      codeFolder: '/assets/intake',
      timeoutSeconds: 29,
      memoryMb: 512,
      reservedConcurrency: 0,
      logFormat: 'JSON',
      environment: { ORDERS_TABLE: 'Orders', NODE_OPTIONS: '--enable-source-maps' },
    });
  });

  it('have the calls that one environment takes on Managed Instances', () => {
    const managed = (more: object = {}, provider: object = {}) =>
      read({
        MemorySize: 2_048,
        CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: provider },
        ...more,
      });
    expect(managed({}, { PerExecutionEnvironmentMaxConcurrency: 16 }).callsPerEnvironment).toBe(16);
    expect(managed().callsPerEnvironment).toBe(64);
    expect(() => managed({ MemorySize: 512 })).toThrow(
      'property MemorySize must be at least 2048 with Managed Instances, got 512',
    );
    expect(() => managed({ VpcConfig: {} })).toThrow('property VpcConfig is not allowed with Managed Instances');
    expect(() => managed({ ReservedConcurrentExecutions: 1 })).toThrow(
      'property ReservedConcurrentExecutions is not allowed',
    );
    expect(() => managed({}, { PerExecutionEnvironmentMaxConcurrency: 0 })).toThrow(
      'a whole number from 1 to 1600, got 0',
    );
  });

  it.each([
    [{ Runtime: 'nodejs22.x' }, 'property Runtime must be one of nodejs24.x, got "nodejs22.x"'],
    [{ Runtime: undefined }, 'property Runtime is required'],
    [{ Handler: undefined }, 'property Handler is required'],
    [{ PackageType: 'Image' }, 'property PackageType "Image" is not supported locally (supported: Zip)'],
    [
      { Layers: ['arn:aws:lambda:eu-west-1:1:layer:x:1'] },
      'property Layers are not supported locally: bundle their code',
    ],
    [{ Timeout: 901 }, 'property Timeout must be a whole number from 1 to 900, got 901'],
    [{ MemorySize: 64 }, 'property MemorySize must be a whole number from 128 to 10240, got 64'],
    [{ ReservedConcurrentExecutions: 'many' }, 'property ReservedConcurrentExecutions must be a whole number'],
    [
      { Environment: { Variables: { AWS_REGION: 'us-east-1' } } },
      'property Environment.Variables.AWS_REGION is reserved by Lambda',
    ],
  ])('refuse %o', (properties, message) => {
    expect(() => read(properties)).toThrow(message);
  });
});
