import { platformModule } from '../platform-module.ts';
import { IamIdentities } from './identities.ts';
import { iamResources } from './resources.ts';

/** The identities of operators, with their policies. */
export const module = platformModule({
  name: 'iam',
  start: (_needed, { location }) => new IamIdentities(location.accountId),
  resources: iamResources,
});
