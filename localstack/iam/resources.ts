import { Properties } from '../properties.ts';
import { stableId } from '../stable-id.ts';
import type { ResourceProviders } from '../template/resource-provider.ts';
import type { IamIdentities } from './identities.ts';

/** Managed policies: the permissions of people. Roles of functions and their policies are not emulated: no local service queries them. */
export const iamResources = (identities: IamIdentities): ResourceProviders => ({
  'AWS::IAM::ManagedPolicy': async (values, { stack, logicalId, accountId }) => {
    const properties = new Properties(values);
    const name = properties.optionalString('ManagedPolicyName') ?? stableId(16, stack, logicalId);
    const arn = `arn:aws:iam::${accountId}:policy${properties.optionalString('Path') ?? '/'}${name}`;
    identities.addPolicy(arn, properties.raw('PolicyDocument'));
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: stableId(16, arn) } };
  },
});
