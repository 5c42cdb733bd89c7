import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  declarationOf,
  type FunctionName,
  functionNames,
  functions,
  type KafkaFunctionName,
} from '../../schemas/functions/functions.ts';
import type { TableName } from '../../schemas/tables.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { declaredEnvironment } from '../constructs/functions/declared-environment.ts';
import type { FunctionNetwork } from '../constructs/functions/function-network.ts';
import { ManagedInstances } from '../constructs/functions/managed-instances.ts';
import { NodeFunction } from '../constructs/functions/node-function.ts';
import { type KafkaConnection, KafkaFunction } from '../constructs/kafka/kafka-function.ts';

export interface ServicesStackProps {
  /** Absent: the functions are outside the VPC. */
  readonly network?: FunctionNetwork;
  readonly kafka: KafkaConnection;
  readonly tables: Readonly<Record<TableName, Table>>;
}

/** `order/dead-letters` as the id of its construct: `OrderDeadLetters`. */
const idOf = (name: FunctionName): string =>
  name
    .split(/[/-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const usesKafka = (name: FunctionName): name is KafkaFunctionName => functions[name].principal !== undefined;

/** The functions of the services and what feeds them, as they are declared. */
export class ServicesStack extends Stack {
  /** By name: `order/intake`. */
  readonly functions: ReadonlyMap<FunctionName, IFunction>;

  constructor(scope: Construct, deployment: Deployment, { network, kafka, tables }: ServicesStackProps) {
    super(scope, nameIn(deployment, 'services'), { description: 'orderstream: functions of the services' });
    const { gateway } = deployment.config.payment;
    const deployed = functionNames.filter((name) => {
      const { stack, onlyWithGateway = gateway } = declarationOf(name);
      return stack === undefined && onlyWithGateway === gateway;
    });
    const instances =
      network && deployment.config.functions.managedInstances
        ? new ManagedInstances(this, 'OrderInstances', network)
        : undefined;
    const create = (name: FunctionName): IFunction => {
      const environment = declaredEnvironment(name, { scope: this, deployment, tables });
      if (!usesKafka(name)) return new NodeFunction(this, idOf(name), { deployment, name, environment }).function;
      const { failures } = tables;
      const props = {
        deployment,
        ...(network && { network }),
        ...(instances && { instances }),
        kafka,
        failures,
        name,
        environment,
      };
      return new KafkaFunction(this, idOf(name), props).function;
    };
    this.functions = new Map(deployed.map((name) => [name, create(name)]));
    for (const [name, created] of this.functions) {
      const before = this.functions.get(declarationOf(name).deployedAfter as FunctionName);
      if (before !== undefined) created.node.addDependency(before);
    }
  }
}
