import { CfnOutput, CfnResource, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { ApiKey, CfnStage, CfnUsagePlanKey, type IApiKey, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { firstKey, keysByClient } from '../../config/client-keys.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import type { ClientKey } from '../../config/stage-config.ts';

/** Prefix of the stage variables that name the keys of a client; `functions/shared/runtime/http/caller.ts` reads them. */
const variableOf = (client: string): string => `client_${client}`;

const isFirst = ({ client, key }: { readonly client: string; readonly key: string }): boolean =>
  client === firstKey.client && key === firstKey.key;

const idOf = (key: { readonly client: string; readonly key: string }): string =>
  isFirst(key) ? 'Client' : `Client-${key.client}-${key.key}`;

interface Made {
  readonly declared: ClientKey;
  readonly keyId: string;
  /** Absent for a key that was made by hand. */
  readonly construct?: IApiKey;
}

const make = (deployment: Deployment, api: RestApi, declared: ClientKey): Made => {
  if ('id' in declared) return { declared, keyId: declared.id };
  const construct = new ApiKey(api, idOf(declared), {
    apiKeyName: nameIn(deployment, isFirst(declared) ? 'client' : `${declared.client}-${declared.key}`),
    enabled: declared.enabled,
    // The stage variables name the keys: a key that named the stage too would be a circle. Its usage plan grants access.
    ...(deployment.config.api.keys.length === 1 && { stages: [api.deploymentStage] }),
  });
  return { declared, keyId: construct.keyId, construct };
};

const isLetIn = ({ declared, construct }: Made): boolean =>
  construct !== undefined && 'enabled' in declared && declared.enabled;

/** Clients own the orders of their first key: losing it would lose them. */
const keep = (deployment: Deployment, [first]: readonly Made[]): void => {
  const resource = first?.construct?.node.defaultChild;
  if (deployment.config.retainState && resource instanceof CfnResource)
    resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
};

/** The keys of the clients, and the plan that every client is under. */
export const addClientKeys = (scope: Construct, deployment: Deployment, api: RestApi): void => {
  const { requestsPerSecond, burst, keys } = deployment.config.api;
  const plan = api.addUsagePlan('Plan', {
    name: nameIn(deployment, 'clients'),
    throttle: { rateLimit: requestsPerSecond, burstLimit: burst },
    apiStages: [{ stage: api.deploymentStage }],
  });
  const stage = api.deploymentStage.node.defaultChild;
  if (!(stage instanceof CfnStage)) throw new TypeError('The stage of the API has no resource.');
  for (const [client, declared] of keysByClient(keys)) {
    const made = declared.map((key) => make(deployment, api, key));
    keep(deployment, made);
    for (const { construct } of made.filter(isLetIn)) if (construct) plan.addApiKey(construct);
    if (made.length > 1) {
      const ids = Fn.join(
        ',',
        made.map(({ keyId }) => keyId),
      );
      stage.addPropertyOverride(`Variables.${variableOf(client)}`, ids);
    }
    const newest = made.findLast(isLetIn);
    if (newest !== undefined) {
      new CfnOutput(scope, client === firstKey.client ? 'ApiKeyId' : `ApiKeyId-${client}`, { value: newest.keyId });
    }
  }
  // A key that works before the stage variables assign it would be a client of its own, and place its client's orders again.
  if (keys.length > 1)
    for (const key of plan.node.findAll()) if (key instanceof CfnUsagePlanKey) key.addResourceDependency(stage);
};
