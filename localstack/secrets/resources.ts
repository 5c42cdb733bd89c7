import { Properties } from '../properties.ts';
import { stableId } from '../stable-id.ts';
import { remembered, type StateStore } from '../state-store.ts';
import type { ResourceProviders } from '../template/resource-provider.ts';
import type { SecretStore } from './secret-store.ts';
import { generateSecretString } from './secret-string.ts';

export interface SecretsResourcesOptions {
  readonly store: SecretStore;
  /** Keeps generated values, so that a restart on the same data finds the same passwords. */
  readonly state: StateStore;
}

/** `AWS::SecretsManager::Secret`, its value given or generated. */
export function secretsResources({ store, state }: SecretsResourcesOptions): ResourceProviders {
  return {
    'AWS::SecretsManager::Secret': async (values, { stack, logicalId, accountId, region }) => {
      const properties = new Properties(values);
      const name = properties.optionalString('Name') ?? `${logicalId}-${stableId(12, stack, logicalId)}`;
      const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${stableId(6, stack, logicalId)}`;
      const description = properties.optionalString('Description');
      store.add({
        arn,
        name,
        ...(description !== undefined && { description }),
        secretString: secretString(properties, state, `${stack}/${logicalId}`),
        createdAt: new Date(),
      });
      return { ref: arn, attributes: { Id: arn } };
    },
  };
}

function secretString(properties: Properties, state: StateStore, resource: string): string {
  const given = properties.optionalString('SecretString');
  const generator = properties.record('GenerateSecretString');
  if (given !== undefined && generator) throw new Error('give SecretString or GenerateSecretString, not both');
  if (given !== undefined) return given;
  // CloudFormation generates a new value when `GenerateSecretString` changes: so it is part of the key.
  const wish = stableId(10, JSON.stringify(properties.raw('GenerateSecretString') ?? {}));
  return remembered(state, `secret/${resource}/${wish}`, () => generateSecretString(generator ?? new Properties({})));
}
