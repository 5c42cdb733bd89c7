import { join } from 'node:path';
import { App, Tags } from 'aws-cdk-lib';
import cdk from '../cdk.json' with { type: 'json' };
import { functionNames } from '../schemas/functions/functions.ts';
import { withContext } from './config/context.ts';
import type { Deployment } from './config/deployment.ts';
import { onCallAddress } from './config/on-call.ts';
import type { StageConfig } from './config/stage-config.ts';
import { defaultStage, stageConfig, stageNamed } from './config/stages.ts';
import { FunctionBundles } from './constructs/functions/function-bundles.ts';
import type { FunctionNetwork } from './constructs/functions/function-network.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { ArchiveStack } from './stacks/archive-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { KafkaStack } from './stacks/kafka-stack.ts';
import { NetworkStack } from './stacks/network-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { SchemasStack } from './stacks/schemas-stack.ts';
import { ServicesStack } from './stacks/services-stack.ts';

export interface OrderstreamAppProps {
  /** Folder of the handlers: `<service>/<use case>/<use case>.handler.ts`. */
  readonly functionsFolder: string;
  /** Overrides the context value `stage`. */
  readonly stage?: string;
  /** Overrides single settings of the stage. */
  readonly config?: Partial<StageConfig>;
  readonly outdir?: string;
  /** Context values besides those of cdk.json. */
  readonly context?: Readonly<Record<string, string>>;
  /** Check the templates against CloudFormation's own rules, which takes seconds. The default is to do it. */
  readonly validate?: boolean;
}

/**
 * The application: all stacks of one stage, which the context value `stage` names. With the context values `issuer` and
 * `audience`, its clients are users with tokens instead of holders of an API key; with `domain`, the API has a name of its own.
 */
export class OrderstreamApp extends App {
  readonly network: NetworkStack;
  readonly kafka: KafkaStack;
  readonly data: DataStack;
  readonly schemas: SchemasStack;
  readonly services: ServicesStack;
  readonly api: ApiStack;
  readonly observability: ObservabilityStack;
  /** Absent where the stage has none. */
  readonly archive: ArchiveStack | undefined;

  /** @throws {ConfigurationError} the stage is unknown, or something in its configuration could not be deployed. */
  constructor({ functionsFolder, stage, config, outdir, context: given = {}, validate = true }: OrderstreamAppProps) {
    // The CDK command line passes the context of cdk.json; a direct run gets the same feature flags.
    super({
      context: { ...cdk.context, ...given },
      analyticsReporting: false,
      builtinCloudFormationValidation: validate,
      ...(outdir && { outdir }),
    });
    const name = stageNamed(stage ?? this.node.tryGetContext('stage') ?? defaultStage);
    const context = (key: string): unknown => this.node.tryGetContext(key);
    const settings = withContext({ ...stageConfig(name), ...config }, context, {
      account: process.env['CDK_DEFAULT_ACCOUNT'],
      region: process.env['CDK_DEFAULT_REGION'],
    });
    const deployment: Deployment = {
      stage: name,
      config: settings,
      bundles: new FunctionBundles({
        handlers: functionsFolder,
        names: functionNames,
        output: join(this.outdir, 'bundles'),
        known: { PAYMENT_GATEWAY: settings.payment.gateway },
      }),
    };
    Tags.of(this).add('application', 'orderstream');
    Tags.of(this).add('stage', name);

    this.network = new NetworkStack(this, deployment);
    const functionNetwork: FunctionNetwork = {
      vpc: this.network.vpc,
      subnets: this.network.functionSubnets,
      securityGroup: this.network.functions,
    };
    this.kafka = new KafkaStack(this, deployment, { network: this.network, functionNetwork });
    this.data = new DataStack(this, deployment);
    this.schemas = new SchemasStack(this, deployment);
    this.services = new ServicesStack(this, deployment, {
      network: functionNetwork,
      kafka: this.kafka.connection,
      tables: this.data.tables,
    });
    this.api = new ApiStack(this, deployment, { functions: this.services.functions });
    this.observability = new ObservabilityStack(this, deployment, {
      stacks: [this.kafka, this.services, this.api],
      onCall: onCallAddress(this.node.tryGetContext('oncall')),
    });
    const { archive } = settings;
    this.archive =
      archive === 'off' ? undefined : new ArchiveStack(this, deployment, { archive, kafka: this.kafka.connection });
  }
}
