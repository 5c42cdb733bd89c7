import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrderstreamApp, type OrderstreamAppProps } from '../../../lib/orderstream-app.ts';
import { RestApis } from '../../../localstack/api/gateway/rest-apis.ts';
import { apiResources } from '../../../localstack/api/resources/api-resources.ts';
import { IamIdentities } from '../../../localstack/iam/identities.ts';
import { iamResources } from '../../../localstack/iam/resources.ts';
import type { Invoker } from '../../../localstack/lambda/invoker.ts';
import { RunningWork } from '../../../localstack/lambda/running-work.ts';
import { type Parameters, parameterResources } from '../../../localstack/parameters/resources.ts';
import { readCloudAssembly } from '../../../localstack/template/cloud-assembly.ts';
import { deploy, type Outputs } from '../../../localstack/template/deploy.ts';
import type { ResourceProvider, ResourceProviders } from '../../../localstack/template/resource-provider.ts';
import { writeHandlerStubs } from '../handler-stubs.ts';

export interface DeployedApi {
  /** Base URL of the HTTP API, its stage included, ending with a slash. */
  readonly apiUrl: string;
  readonly outputs: Outputs;
  readonly apis: RestApis;
  readonly identities: IamIdentities;
  /** Values of `x-api-key`, by the name of the key in the template: `Client`. */
  apiKey(name: string): string;
  close(): Promise<void>;
}

const location = { accountId: '000000000000', region: 'eu-west-1' };

/** Any attribute that a template may ask for. */
const anyAttributes = (of: string): Readonly<Record<string, string>> =>
  new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => `arn:aws:any:::${of}/${String(name)}`,
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
      has: () => true,
    },
  );

/** A function's name; other resources need only a name, too. */
const nameOnly: ResourceProvider = async (properties, { type, logicalId }) => {
  const name = String(properties['FunctionName'] ?? logicalId);
  if (type !== 'AWS::Lambda::Function') return { ref: logicalId, attributes: anyAttributes(logicalId) };
  return { ref: name, attributes: { Arn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}` } };
};

/** Every resource type of the platform that is irrelevant to authorization. */
const standIns: ResourceProviders = Object.fromEntries(
  [
    'AWS::DynamoDB::Table',
    'AWS::Events::Rule',
    'AWS::Glue::Registry',
    'AWS::Glue::Schema',
    'AWS::Glue::SchemaVersion',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::MSK::BatchScramSecret',
    'AWS::MSK::Cluster',
    'AWS::MSK::Configuration',
    'AWS::MSK::Topic',
    'AWS::SecretsManager::Secret',
    'Custom::*',
  ].map((type) => [type, nameOnly]),
);

/** The HTTP API of the application as its templates declare it, over HTTP; its functions are the invoker's. */
export const deployTemplate = async (
  invoker: Invoker,
  props: Pick<OrderstreamAppProps, 'config' | 'stage'> = {},
): Promise<DeployedApi> => {
  const outdir = await mkdtemp(join(tmpdir(), 'orderstream-template-'));
  try {
    new OrderstreamApp({ functionsFolder: writeHandlerStubs(outdir), outdir, validate: false, ...props }).synth();
    const identities = new IamIdentities(location.accountId);
    const apis = new RestApis({ invoker, identities, clientWork: new RunningWork(Date.now, 0) });
    const state = new Map<string, string>();
    const parameters: Parameters = new Map();
    const apiKey = (name: string): string => {
      // `Api`, the key's own name, and the hash of its path.
      const key = new RegExp(`^api-key/.*/Api${name}[0-9A-F]{8}$`);
      return [...state].find(([entry]) => key.test(entry))?.[1] ?? '';
    };
    const providers = {
      ...standIns,
      ...parameterResources(parameters),
      ...apiResources({ apis, state }),
      ...iamResources(identities),
    };
    const outputs = await deploy(readCloudAssembly(outdir), { location, providers, parameters });
    const apiUrl = apis.localUrl(outputs['ApiUrl'] ?? '') ?? '';
    return { apiUrl, outputs, apis, identities, apiKey, close: () => apis.close() };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
};
