import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { declarationOf, type FunctionName, type VariableOf } from '../../../schemas/functions/functions.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import { reservedConcurrency } from '../../config/reserved-concurrency.ts';
import { protectedLog } from '../security/protected-log.ts';
import type { Binding } from './binding.ts';
import { bundleHandler } from './function-bundles.ts';
import type { FunctionNetwork } from './function-network.ts';
import { type ManagedInstances, managedMemoryMb } from './managed-instances.ts';

/** One binding for each variable that the function declares: a variable that is missing does not compile. */
export type Environment<F extends FunctionName> = { readonly [V in VariableOf<F>]: Binding };

export interface NodeFunctionProps<F extends FunctionName> {
  readonly deployment: Deployment;
  /** Absent: outside the VPC, with access to the internet and nothing else. */
  readonly network?: FunctionNetwork;
  /** Where functions that take several calls at a time run. Absent: like the others, one call at a time. */
  readonly instances?: ManagedInstances;
  readonly name: F;
  readonly environment: Environment<F>;
}

/** Lambda manages the function's network interfaces with the function's own role, and these actions know no resources. */
const networkInterfaces = new PolicyStatement({
  actions: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: ['*'],
});

/** A function of `functions/` on Node 24: its bundle, a role with just the permissions of its bindings, and its log. */
export class NodeFunction<F extends FunctionName> extends Construct {
  readonly name: F;
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: NodeFunctionProps<F>) {
    super(scope, id);
    const { deployment, network, instances, name } = props;
    const { config, bundles } = deployment;
    const [service, useCase] = name.split('/') as [string, string];
    const functionName = nameIn(deployment, service, useCase);
    this.name = name;

    const logGroup = protectedLog(this, 'Log', { deployment, name: `/aws/lambda/${functionName}` });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const { callsPerEnvironment } = declarationOf(name);
    const isManaged = instances !== undefined && callsPerEnvironment !== undefined;
    // Managed Instances are in the network themselves.
    const ownNetwork = isManaged ? undefined : network;
    if (ownNetwork) this.role.addToPolicy(networkInterfaces);
    logGroup.grantWrite(this.role);

    const atOnce = reservedConcurrency(name, config);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundles.code(name),
      handler: bundleHandler,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      timeout: Duration.seconds(declarationOf(name).timeoutSeconds),
      memorySize: isManaged ? managedMemoryMb : config.functions.memoryMb,
      ...(atOnce === undefined || isManaged ? {} : { reservedConcurrentExecutions: atOnce }),
      ...(ownNetwork && {
        vpc: ownNetwork.vpc,
        vpcSubnets: ownNetwork.subnets,
        securityGroups: [ownNetwork.securityGroup],
      }),
      environment: {
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_METRICS_NAMESPACE: 'orderstream',
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    if (isManaged) instances.run(this.function, { perEnvironment: callsPerEnvironment, atOnce });
    for (const [variable, binding] of Object.entries<Binding>(props.environment)) this.bind(variable, binding);
  }

  /** Gives the function a variable and what its use needs. */
  bind(variable: string, { value, statements }: Binding): void {
    this.function.addEnvironment(variable, value);
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}
