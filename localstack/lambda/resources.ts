import type {
  CreatedResource,
  ResourceContext,
  ResourceProperties,
  ResourceProviders,
} from '../template/resource-provider.ts';
import { functionDefinition } from './function-properties.ts';
import { parseFunctionReference } from './function-reference.ts';
import type { LocalLambda } from './local-lambda.ts';

export interface LambdaResourceSettings {
  readonly lambda: LocalLambda;
  /** The local folder of the deployment package that `Code` (`{S3Bucket, S3Key}`) names. */
  codeFolder(code: unknown, context: ResourceContext): string;
}

/** The Lambda resources of a template that the local platform runs. */
export const lambdaResources = ({ lambda, codeFolder }: LambdaResourceSettings): ResourceProviders => ({
  'AWS::Lambda::Function': async (properties, context): Promise<CreatedResource> => {
    const definition = functionDefinition(properties, context, codeFolder(properties['Code'], context));
    const arn = await lambda.createFunction(definition);
    return { ref: definition.name, attributes: { Arn: arn } };
  },

  // The instances are this machine: what the functions of a provider may reach is no different here.
  'AWS::Lambda::CapacityProvider': async (properties, { stack, logicalId }): Promise<CreatedResource> => {
    const name = String(properties['CapacityProviderName'] ?? `${stack}-${logicalId}`);
    return { ref: name, attributes: { Arn: lambda.capacityProviderArn(name) } };
  },

  'AWS::Lambda::Version': async (properties): Promise<CreatedResource> => {
    const target = functionOf(lambda, properties);
    const version = target.publishVersion();
    const arn = `${target.arn}:${version}`;
    return { ref: arn, attributes: { FunctionArn: arn, Version: version } };
  },

  'AWS::Lambda::Alias': async (properties): Promise<CreatedResource> => {
    const target = functionOf(lambda, properties);
    const alias = String(properties['Name']);
    target.putAlias(alias, String(properties['FunctionVersion']));
    const arn = `${target.arn}:${alias}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  },
});

const functionOf = (lambda: LocalLambda, properties: ResourceProperties): ReturnType<LocalLambda['getFunction']> =>
  lambda.getFunction(parseFunctionReference(String(properties['FunctionName'])).name);
