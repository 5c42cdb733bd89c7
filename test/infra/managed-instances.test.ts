import { describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/config/stages.ts';
import { declarationOf, functionNames } from '../../schemas/functions/functions.ts';
import { synthesise } from '../support/synthesised-app.ts';

const plain = synthesise().templates;
const config = { functions: { ...stageConfig('prod').functions, managedInstances: true } };
const { templates } = synthesise({ stage: 'prod', config });

const functionsOf = (services: typeof plain.services) =>
  new Map(
    Object.values(services.findResources('AWS::Lambda::Function')).map(({ Properties }) => [
      String(Properties.FunctionName).replace(/^orderstream-(dev|prod)-/, ''),
      Properties,
    ]),
  );
const shared = functionNames
  .filter((name) => declarationOf(name).callsPerEnvironment !== undefined)
  .map((name) => name.replace('/', '-'));

describe('Lambda Managed Instances', () => {
  it('are in no stage by default', () => {
    expect(Object.keys(plain.services.findResources('AWS::Lambda::CapacityProvider'))).toEqual([]);
    for (const [, { CapacityProviderConfig }] of functionsOf(plain.services))
      expect(CapacityProviderConfig).toBeUndefined();
  });

  it('run the functions that take several calls at a time, and no others', () => {
    expect(shared).toEqual(['order-intake', 'order-status', 'order-wait']);
    const managed = [...functionsOf(templates.services)].filter(([, each]) => each.CapacityProviderConfig);
    expect(managed.map(([name]) => name).sort()).toEqual(shared);
    for (const [, each] of managed) {
      expect(each.CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig).toMatchObject({
        PerExecutionEnvironmentMaxConcurrency: 64,
        ExecutionEnvironmentMemoryGiBPerVCpu: 2,
      });
      expect(each.PublishToLatestPublished).toBe(true);
      expect(each.MemorySize).toBe(2_048);
      // A function has none of these on Managed Instances: CloudFormation would refuse it.
      expect(each.VpcConfig).toBeUndefined();
      expect(each.ReservedConcurrentExecutions).toBeUndefined();
    }
  });

  it('are shared by functions of one principal: the provider is the boundary of trust', () => {
    const principals = functionNames
      .filter((name) => declarationOf(name).callsPerEnvironment !== undefined)
      .map((name) => declarationOf(name).principal);
    expect(new Set(principals)).toEqual(new Set(['order']));
  });

  it('have room for the calls that the stage allows, in every zone', () => {
    const scaling = (name: string) => functionsOf(templates.services).get(name)?.FunctionScalingConfig;
    expect(scaling('order-intake')).toEqual({ MinExecutionEnvironments: 3, MaxExecutionEnvironments: 4 });
    expect(scaling('order-status')).toEqual({ MinExecutionEnvironments: 3, MaxExecutionEnvironments: 3 });
  });

  it('are in the functions’ subnets behind their security group, on Graviton', () => {
    const [provider] = Object.values(templates.services.findResources('AWS::Lambda::CapacityProvider'));
    expect(provider?.['Properties'].VpcConfig.SubnetIds).toHaveLength(3);
    expect(provider?.['Properties'].VpcConfig.SecurityGroupIds).toHaveLength(1);
    expect(provider?.['Properties'].InstanceRequirements).toEqual({ Architectures: ['arm64'] });
  });

  it('reach the services that receive their logs and traces', () => {
    const services = (network: typeof plain.network) =>
      JSON.stringify(Object.values(network.findResources('AWS::EC2::VPCEndpoint')));
    for (const service of ['.logs', '.xray']) {
      expect(services(templates.network)).toContain(service);
      expect(services(plain.network)).not.toContain(service);
    }
  });
});
