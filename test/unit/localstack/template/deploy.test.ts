import { describe, expect, it } from 'vitest';
import type { CloudAssembly, Stack } from '../../../../localstack/template/cloud-assembly.ts';
import { type DeployOptions, deploy } from '../../../../localstack/template/deploy.ts';
import type {
  ResourceContext,
  ResourceProperties,
  ResourceProvider,
} from '../../../../localstack/template/resource-provider.ts';
import type { Template, TemplateResource } from '../../../../localstack/template/template.ts';

const location = { accountId: '000000000000', region: 'eu-west-1' };

const stackOf = (name: string, template: Template, dependencies: readonly string[] = []): Stack => ({
  name,
  template,
  dependencies,
});

const assemblyOf = (...stacks: readonly Stack[]): CloudAssembly => ({
  stacks,
  assetPath: (objectKey) => objectKey,
});

/** Records what it has to create. */
const recorder = () => {
  const created = new Map<string, ResourceProperties>();
  const provider: ResourceProvider = async (properties: ResourceProperties, { stack, logicalId }: ResourceContext) => {
    created.set(`${stack}/${logicalId}`, properties);
    return { ref: `ref-${logicalId}`, attributes: { Arn: `arn-${logicalId}` } };
  };
  return { created, provider };
};

const deployOne = async (template: Template, more: Partial<DeployOptions> = {}) => {
  const { created, provider } = recorder();
  const outputs = await deploy(assemblyOf(stackOf('data', template)), {
    location,
    providers: { Thing: provider },
    ...more,
  });
  return { created, outputs };
};

const thing = (more: Partial<TemplateResource> = {}): TemplateResource => ({ Type: 'Thing', ...more });

describe('deploying templates', () => {
  it('gives providers resolved properties, after what they refer to', async () => {
    const { created, outputs } = await deployOne({
      Resources: {
        Last: thing({ Properties: { name: { Ref: 'First' }, arn: { 'Fn::GetAtt': ['Middle', 'Arn'] } } }),
        Middle: thing({ DependsOn: ['First'] }),
        First: thing({ Properties: { account: { Ref: 'AWS::AccountId' } } }),
      },
      Outputs: { LastArn: { Value: { 'Fn::GetAtt': ['Last', 'Arn'] } } },
    });
    expect([...created.keys()]).toEqual(['data/First', 'data/Middle', 'data/Last']);
    expect(created.get('data/First')).toEqual({ account: '000000000000' });
    expect(created.get('data/Last')).toEqual({ name: 'ref-First', arn: 'arn-Middle' });
    expect(outputs).toEqual({ LastArn: 'arn-Last' });
  });

  it('passes exports to the stacks that depend on their stack', async () => {
    const { created, provider } = recorder();
    const user = stackOf('user', { Resources: { B: thing({ Properties: { a: { 'Fn::ImportValue': 'base:A' } } }) } }, [
      'base',
    ]);
    const base = stackOf('base', {
      Resources: { A: thing() },
      Outputs: { ExportsOutputRefA: { Value: { Ref: 'A' }, Export: { Name: 'base:A' } } },
    });
    const outputs = await deploy(assemblyOf(base, user), { location, providers: { Thing: provider } });
    expect(created.get('user/B')).toEqual({ a: 'ref-A' });
    expect(outputs).toEqual({});
  });

  it('evaluates conditions over parameters and mappings, and leaves out what is not wanted', async () => {
    const { created, outputs } = await deployOne({
      Parameters: {
        Stage: { Type: 'String', Default: 'local' },
        Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
      },
      Mappings: { Sizes: { local: { size: 1 } } },
      Conditions: {
        IsLocal: { 'Fn::Equals': [{ Ref: 'Stage' }, 'local'] },
        IsAws: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
      },
      Resources: {
        Here: thing({
          Condition: 'IsLocal',
          Properties: { size: { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'size'] } },
        }),
        There: thing({ Condition: 'IsAws' }),
        Zoned: thing({ Properties: { zones: { Ref: 'Zones' } } }),
      },
      Outputs: { There: { Condition: 'IsAws', Value: { Ref: 'There' } } },
    });
    expect([...created.keys()].sort()).toEqual(['data/Here', 'data/Zoned']);
    expect(created.get('data/Here')).toEqual({ size: 1 });
    expect(created.get('data/Zoned')).toEqual({ zones: ['a', 'b'] });
    expect(outputs).toEqual({});
  });

  it('gives ignored resources a Ref and attributes that stay the same, without looking at their properties', async () => {
    const template = {
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { unsupported: { 'Fn::Transform': {} } } },
        Vpc: { Type: 'AWS::EC2::VPC' },
        User: thing({ Properties: { role: { 'Fn::GetAtt': ['Role', 'Arn'] }, vpc: { Ref: 'Vpc' } } }),
      },
    };
    const first = (await deployOne(template)).created.get('data/User');
    expect(first).toEqual({
      role: expect.stringMatching(/^arn:aws:iam::000000000000:role\/data-Role-[0-9a-f]{12}$/),
      vpc: expect.stringMatching(/^data-Vpc-/),
    });
    expect((await deployOne(template)).created.get('data/User')).toEqual(first);
  });

  it('gives a custom resource to the provider of all custom resources', async () => {
    const { created, provider } = recorder();
    const template = { Resources: { Access: { Type: 'Custom::KafkaAccess' }, Logs: { Type: 'Custom::LogRetention' } } };
    await deployOne(template, { providers: { 'Custom::*': provider } });
    expect([...created.keys()]).toEqual(['data/Access']);
  });

  it('ignores the version parameter that the CDK bootstrap adds', async () => {
    const { created } = await deployOne({
      Parameters: {
        BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/version' },
      },
      Resources: { A: thing() },
    });
    expect(created.size).toBe(1);
  });

  const broken: ResourceProvider = async () => {
    throw new Error('the disk is full');
  };

  it.each<[title: string, template: Template, message: string]>([
    [
      'an unknown type',
      { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } },
      'data/Queue (AWS::SQS::Queue): the local platform neither runs nor ignores this type',
    ],
    ['a failing provider', { Resources: { A: { Type: 'Broken' } } }, 'data/A (Broken): the disk is full'],
    [
      'a circle',
      { Resources: { A: thing({ DependsOn: 'B' }), B: thing({ Properties: { a: { Ref: 'A' } } }) } },
      'circular dependency: data/A → data/B → data/A',
    ],
    [
      'a resource that refers to itself',
      { Resources: { A: thing({ Properties: { a: { Ref: 'A' } } }) } },
      'circular dependency: data/A → data/A',
    ],
    [
      'an unknown reference',
      { Resources: { A: thing({ Properties: { b: { Ref: 'B' } } }) } },
      'data/A (Thing): there is no resource or parameter B',
    ],
    [
      'an unknown attribute',
      { Resources: { A: thing(), B: thing({ Properties: { a: { 'Fn::GetAtt': ['A', 'Url'] } } }) } },
      'data/B (Thing): Fn::GetAtt: A has no attribute Url (it has: Arn)',
    ],
    [
      'a reference to what a condition leaves out',
      {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { A: thing({ Condition: 'Never' }), B: thing({ Properties: { a: { Ref: 'A' } } }) },
      },
      'data/B (Thing): A is not created',
    ],
    [
      'an import without an export',
      { Resources: { A: thing({ Properties: { x: { 'Fn::ImportValue': 'x' } } }) } },
      'data/A (Thing): Fn::ImportValue: no stack deployed before exports x',
    ],
    [
      'a condition that refers to itself',
      { Conditions: { A: { 'Fn::Not': [{ Condition: 'A' }] } }, Resources: { B: thing({ Condition: 'A' }) } },
      'data/B: condition A refers to itself',
    ],
    [
      'a parameter without default',
      { Parameters: { P: { Type: 'String' } }, Resources: { A: thing({ Properties: { p: { Ref: 'P' } } }) } },
      'data/A (Thing): parameter P has no default',
    ],
    [
      'an output that cannot be resolved',
      { Resources: {}, Outputs: { Url: { Value: { Ref: 'Api' } } } },
      'data/Url (output): there is no resource or parameter Api',
    ],
  ])('reports %s by name', async (_title, template, message) => {
    const { provider } = recorder();
    await expect(deployOne(template, { providers: { Thing: provider, Broken: broken } })).rejects.toThrow(message);
  });

  it('keeps the provider’s error as the cause', async () => {
    const failed = deployOne({ Resources: { A: { Type: 'Broken' } } }, { providers: { Broken: broken } });
    await expect(failed).rejects.toMatchObject({ cause: new Error('the disk is full') });
  });

  it('refuses two stacks with one output name', async () => {
    const template = { Resources: {}, Outputs: { Url: { Value: 'x' } } };
    const assembly = assemblyOf(stackOf('a', template), stackOf('b', template));
    await expect(deploy(assembly, { location, providers: {} })).rejects.toThrow(
      'b/Url (output): another stack has an output of this name',
    );
  });
});
