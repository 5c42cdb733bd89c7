import { join } from 'node:path';
import { App, Aspects, Tags } from 'aws-cdk-lib';
import cdk from '../cdk.json' with { type: 'json' };
import { functionNames } from '../schemas/functions/functions.ts';
import type { Deployment } from './config/deployment.ts';
import { composeBrokers, localStackConfig, localStackStage } from './config/localstack-stage.ts';
import { FunctionBundles } from './constructs/functions/function-bundles.ts';
import { HeldElsewhere } from './constructs/security/held-elsewhere.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { ExternalKafkaStack } from './stacks/external-kafka-stack.ts';
import { ServicesStack } from './stacks/services-stack.ts';

export interface LocalStackAppProps {
  /** Folder of the handlers: `<service>/<use case>/<use case>.handler.ts`. */
  readonly functionsFolder: string;
  readonly outdir?: string;
  readonly validate?: boolean;
}

/** Not in LocalStack's free edition; nor can its functions change Kafka's ACLs. */
const isOutsideLocalStack = (type: string): boolean =>
  type.startsWith('AWS::MSK::') ||
  type.startsWith('AWS::WAFv2::') ||
  ['AWS::Lambda::EventSourceMapping', 'Custom::KafkaAccess'].includes(type);

/**
 * The stacks that LocalStack can hold: the very same tables, users, functions and API. There is no network around them, and
 * the cluster exists already: the context value `brokers` names it, by default that of the compose file. Resources that
 * LocalStack cannot run stay in the templates under a condition, for `orderstream localstack` to run them.
 */
export class LocalStackApp extends App {
  readonly kafka: ExternalKafkaStack;
  readonly data: DataStack;
  readonly services: ServicesStack;
  readonly api: ApiStack;

  constructor({ functionsFolder, outdir, validate = true }: LocalStackAppProps) {
    super({
      context: cdk.context,
      analyticsReporting: false,
      builtinCloudFormationValidation: validate,
      ...(outdir && { outdir }),
    });
    const deployment: Deployment = {
      stage: localStackStage,
      config: localStackConfig,
      bundles: new FunctionBundles({
        handlers: functionsFolder,
        names: functionNames,
        output: join(this.outdir, 'bundles'),
        known: { PAYMENT_GATEWAY: localStackConfig.payment.gateway },
      }),
    };
    Tags.of(this).add('application', 'orderstream');
    Tags.of(this).add('stage', localStackStage);
    Aspects.of(this).add(new HeldElsewhere(isOutsideLocalStack));

    const brokers: unknown = this.node.tryGetContext('brokers');
    this.kafka = new ExternalKafkaStack(this, deployment, typeof brokers === 'string' ? brokers : composeBrokers);
    this.data = new DataStack(this, deployment);
    this.services = new ServicesStack(this, deployment, { kafka: this.kafka.connection, tables: this.data.tables });
    this.api = new ApiStack(this, deployment, { functions: this.services.functions });
  }
}
