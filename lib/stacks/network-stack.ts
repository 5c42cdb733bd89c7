import { Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { scramPort } from '../constructs/kafka/kafka-cluster.ts';

const https = Port.tcp(443);

/**
 * A network without internet access: brokers and functions in subnets of their own in every zone, AWS reached through endpoints.
 * Nothing here calls the internet, so there is no NAT gateway to pay for, unless the stage charges real cards: then the
 * functions' subnets have one in each zone.
 */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;
  readonly brokerSubnets = { subnetGroupName: 'brokers' };
  readonly functionSubnets = { subnetGroupName: 'functions' };
  readonly brokers: SecurityGroup;
  readonly functions: SecurityGroup;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, nameIn(deployment, 'network'), { description: 'orderstream: network of brokers and functions' });
    const callsOut = deployment.config.payment.gateway === 'stripe';
    this.vpc = new Vpc(this, 'Vpc', {
      // By index: the template knows neither account nor region, and the CDK would then use two zones.
      availabilityZones: Array.from({ length: deployment.config.zones }, (_, index) => Fn.select(index, Fn.getAzs())),
      natGateways: callsOut ? deployment.config.zones : 0,
      // Needs a custom resource with a function of its own; nothing uses that group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: this.brokerSubnets.subnetGroupName, subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
        {
          name: this.functionSubnets.subnetGroupName,
          subnetType: callsOut ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
          cidrMask: 22,
        },
        // Last, so that the others keep their addresses.
        ...(callsOut ? [{ name: 'gateways', subnetType: SubnetType.PUBLIC, cidrMask: 28 }] : []),
      ],
    }) as IVpc; // The CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.

    this.#logFlows(deployment);

    this.brokers = this.#securityGroup('Brokers', 'Kafka brokers, and the pollers of event source mappings');
    this.functions = this.#securityGroup('Functions', 'Lambda functions');
    const endpoints = this.#securityGroup('Endpoints', 'Interface endpoints of AWS services');

    this.brokers.connections.allowFrom(this.functions, scramPort, 'Functions to brokers: SASL/SCRAM');
    this.brokers.connections.allowInternally(scramPort, 'Pollers to brokers: SASL/SCRAM');
    endpoints.connections.allowFrom(this.functions, https, 'Functions to AWS services');
    endpoints.connections.allowFrom(this.brokers, https, 'Pollers to AWS services');
    // Gateway endpoints have public addresses. There is no other route, except where functions call out.
    this.functions.addEgressRule(Peer.anyIpv4(), https, 'Functions to the gateway endpoints');

    this.vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    // The bucket of custom resources' responses.
    this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const services = {
      SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      Kafka: InterfaceVpcEndpointAwsService.KAFKA,
      // Event source mappings of Amazon MSK call both from inside the network.
      Lambda: InterfaceVpcEndpointAwsService.LAMBDA,
      Sts: InterfaceVpcEndpointAwsService.STS,
      ...(deployment.config.notification.provider === 'aws' && {
        Email: InterfaceVpcEndpointAwsService.EMAIL,
        Sns: InterfaceVpcEndpointAwsService.SNS,
      }),
      // Managed Instances send logs and traces from inside the network.
      ...(deployment.config.functions.managedInstances && {
        Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
        Traces: InterfaceVpcEndpointAwsService.XRAY,
      }),
    };
    const { subnets } = this.vpc.selectSubnets(this.functionSubnets);
    for (const [id, service] of Object.entries(services)) {
      this.vpc.addInterfaceEndpoint(id, {
        service,
        // Their names lead there from every zone.
        subnets: { subnets: subnets.slice(0, deployment.config.network.endpointZones) },
        securityGroups: [endpoints],
        open: false,
      });
    }
  }

  #logFlows(deployment: Deployment): void {
    const { network, logRetentionDays, retainState } = deployment.config;
    const log = new LogGroup(this, 'FlowLogs', {
      logGroupName: `/aws/vpc/${nameIn(deployment, 'network')}`,
      retention: logRetentionDays,
      removalPolicy: retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.vpc.addFlowLog('Flows', {
      destination: FlowLogDestination.toCloudWatchLogs(log),
      trafficType: FlowLogTrafficType[network.flowLog],
    });
  }

  #securityGroup(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, `${id}Group`, { vpc: this.vpc, description, allowAllOutbound: false });
  }
}
