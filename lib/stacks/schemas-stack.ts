import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRegistry, CfnSchema, CfnSchemaVersion } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import { pascalCase } from '../../schemas/contracts.ts';
import { type FrozenVersion, type VersionedEvent, versionedEvents } from '../../schemas/evolution/versions.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';

/** The registry's own limit. */
const definitionLimitBytes = 170_000;

const definition = ({ path, schema }: FrozenVersion): string => {
  const text = JSON.stringify(schema);
  const bytes = Buffer.byteLength(text);
  if (bytes > definitionLimitBytes) {
    throw new ConfigurationError(`schemas/${path} has ${bytes} bytes; a registry takes ${definitionLimitBytes}`);
  }
  return text;
};

/**
 * AWS Glue Schema Registry: every event type a schema, with all its versions in order. No function queries it: it serves
 * external readers of the topics, and refuses at deployment what `npm run schemas:check` should have refused before.
 */
export class SchemasStack extends Stack {
  readonly #deployment: Deployment;
  readonly #registry: CfnRegistry;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, nameIn(deployment, 'schemas'), {
      description: 'orderstream: schemas of the events',
      terminationProtection: deployment.config.retainState,
    });
    this.#deployment = deployment;
    this.#registry = new CfnRegistry(this, 'Registry', {
      name: nameIn(deployment, 'events'),
      description: 'Events of orderstream, by type',
    });
    this.#keep(this.#registry);
    for (const event of versionedEvents()) this.#register(event);
    new CfnOutput(this, 'SchemaRegistryName', { value: nameIn(deployment, 'events') });
  }

  #register({ topic, type, frozen }: VersionedEvent): void {
    const [first, ...later] = frozen;
    if (first === undefined) throw new ConfigurationError(`${type} has no version: run npm run schemas:freeze`);
    const schema = new CfnSchema(this, pascalCase(type), {
      registry: { arn: this.#registry.attrArn },
      name: type,
      description: `Value of ${type} events, topic ${topic}`,
      dataFormat: 'JSON',
      compatibility: 'FULL',
      schemaDefinition: definition(first),
    });
    this.#keep(schema);
    let earlier: CfnSchema | CfnSchemaVersion = schema;
    for (const version of later) {
      const next: CfnSchemaVersion = new CfnSchemaVersion(this, `${pascalCase(type)}${version.version}`, {
        schema: { schemaArn: schema.attrArn },
        schemaDefinition: definition(version),
      });
      // The registry numbers versions in the order of creation.
      next.addResourceDependency(earlier);
      this.#keep(next);
      earlier = next;
    }
  }

  #keep(resource: CfnRegistry | CfnSchema | CfnSchemaVersion): void {
    const { retainState } = this.#deployment.config;
    resource.applyRemovalPolicy(retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  }
}
