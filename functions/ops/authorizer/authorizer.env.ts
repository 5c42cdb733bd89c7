import type { EnvironmentOf } from '../../../schemas/functions/functions.ts';

/** Environment of ops/authorizer besides the common one, as it is declared. */
export type AuthorizerEnvironment = EnvironmentOf<'ops/authorizer'>;
