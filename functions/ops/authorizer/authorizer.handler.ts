import { ops } from '../../../schemas/functions/ops.ts';
import { readVariables } from '../../shared/runtime/environment.ts';
import type { AuthorizerEnvironment } from './authorizer.env.ts';
import { authorizeUser } from './authorizer.ts';
import { oidcIdentityProvider } from './identity-provider.oidc.ts';
import { tokenAuthorizerHandler } from './token-authorizer.api-gateway.ts';

const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = readVariables<AuthorizerEnvironment>(
  ops['ops/authorizer'].environment,
);

export const handler = tokenAuthorizerHandler(authorizeUser(oidcIdentityProvider({ issuer, audience })));
