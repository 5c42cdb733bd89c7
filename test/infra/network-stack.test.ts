import { describe, expect, it } from 'vitest';
import { stageConfig } from '../../lib/config/stages.ts';
import { synthesise } from '../support/synthesised-app.ts';

const dev = synthesise().templates.network;
const prod = synthesise({ stage: 'prod' }).templates.network;

const propertiesOf = (template: typeof dev, type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);
const subnetsOf = (template: typeof dev, group: string) =>
  Object.entries(template.findResources('AWS::EC2::Subnet'))
    .filter(([, { Properties }]) =>
      Properties.Tags.some(
        ({ Key, Value }: { Key: string; Value: string }) => Key === 'aws-cdk:subnet-name' && Value === group,
      ),
    )
    .map(([id]) => id);
const endpoints = (template: typeof dev, type: 'Gateway' | 'Interface') =>
  propertiesOf(template, 'AWS::EC2::VPCEndpoint').filter(({ VpcEndpointType }) => VpcEndpointType === type);
const serviceOf = ({ ServiceName }: { readonly ServiceName: unknown }) =>
  /\.([a-z0-9-]+)"?\]*\}?$/.exec(JSON.stringify(ServiceName).replace(/"\]+\}$/, ''))?.[1];

describe('subnets', () => {
  it.each(['brokers', 'functions'])('of %s are in three zones, without a route out', (group) => {
    const subnets = subnetsOf(prod, group);
    expect(subnets).toHaveLength(3);
    expect(propertiesOf(prod, 'AWS::EC2::Route')).toEqual([]);
    for (const id of subnets) {
      expect(prod.findResources('AWS::EC2::Subnet')[id]?.['Properties']).toMatchObject({ MapPublicIpOnLaunch: false });
    }
  });
});

describe('endpoints', () => {
  it('are gateways where there is one, without a price', () => {
    expect(endpoints(dev, 'Gateway').map(serviceOf).sort()).toEqual(['dynamodb', 's3']);
  });

  it.each([
    { stage: 'dev', template: dev, services: ['kafka', 'lambda', 'secretsmanager', 'sts'] },
    // There, customers are notified by mail and text.
    { stage: 'prod', template: prod, services: ['email', 'kafka', 'lambda', 'secretsmanager', 'sns', 'sts'] },
  ] as const)('are in $stage those that functions and pollers call', ({ stage, template, services }) => {
    const interfaces = endpoints(template, 'Interface');
    expect(interfaces.map(serviceOf).sort()).toEqual(services);
    for (const { SubnetIds, PrivateDnsEnabled } of interfaces) {
      expect(SubnetIds).toHaveLength(stageConfig(stage).network.endpointZones);
      expect(PrivateDnsEnabled).toBe(true);
    }
  });
});

describe('security groups', () => {
  const ports = (rules: readonly { readonly FromPort: number; readonly ToPort: number }[]) =>
    rules.map(({ FromPort, ToPort }) => {
      expect(FromPort).toBe(ToPort);
      return FromPort;
    });

  it('name both ends, in the rule out and in the rule in', () => {
    const into = propertiesOf(dev, 'AWS::EC2::SecurityGroupIngress');
    const out = propertiesOf(dev, 'AWS::EC2::SecurityGroupEgress');
    const ends = ({ GroupId, SourceSecurityGroupId, DestinationSecurityGroupId, FromPort }: (typeof into)[number]) =>
      JSON.stringify(
        SourceSecurityGroupId
          ? [SourceSecurityGroupId, GroupId, FromPort]
          : [GroupId, DestinationSecurityGroupId, FromPort],
      );
    expect(into).toHaveLength(4);
    expect(out.map(ends).sort()).toEqual(into.map(ends).sort());
    expect([...new Set(ports(into))].sort()).toEqual([443, 9096]);
  });

  it('let out to addresses only functions, to the gateway endpoints', () => {
    const open = propertiesOf(dev, 'AWS::EC2::SecurityGroup').flatMap(({ GroupDescription, SecurityGroupEgress }) =>
      // Written by the CDK where nothing may leave: an unassigned address.
      (SecurityGroupEgress ?? [])
        .filter(({ CidrIp }: { CidrIp: string }) => CidrIp !== '255.255.255.255/32')
        .map(({ CidrIp, FromPort }: { CidrIp: string; FromPort: number }) => [GroupDescription, CidrIp, FromPort]),
    );
    expect(open).toEqual([['Lambda functions', '0.0.0.0/0', 443]]);
  });
});

describe('flow log', () => {
  it.each([
    ['dev', dev],
    ['prod', prod],
  ] as const)('is kept in %s as long as other logs', (stage, template) => {
    const { network, logRetentionDays } = stageConfig(stage);
    template.hasResourceProperties('AWS::EC2::FlowLog', { ResourceType: 'VPC', TrafficType: network.flowLog });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/aws/vpc/orderstream-${stage}-network`,
      RetentionInDays: logRetentionDays,
    });
  });
});
