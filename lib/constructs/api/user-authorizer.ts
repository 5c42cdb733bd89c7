import { Duration } from 'aws-cdk-lib';
import { TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Deployment } from '../../config/deployment.ts';
import type { Clients } from '../../config/stage-config.ts';
import { NodeFunction } from '../functions/node-function.ts';

export interface UserAuthorizerProps {
  readonly deployment: Deployment;
  readonly users: Exclude<Clients, string>;
}

/** Cache of a decision: an expired token, or that of a removed user, is accepted for so long. */
const remembered = Duration.minutes(1);

/** Authorizes users by the token of their identity provider. */
export class UserAuthorizer extends Construct {
  readonly authorizer: TokenAuthorizer;

  constructor(scope: Construct, id: string, { deployment, users }: UserAuthorizerProps) {
    super(scope, id);
    const { function: handler } = new NodeFunction(this, 'Authorizer', {
      deployment,
      name: 'ops/authorizer',
      environment: {
        TOKEN_ISSUER: { value: users.issuer, statements: [] },
        TOKEN_AUDIENCE: { value: users.audience, statements: [] },
      },
    });
    this.authorizer = new TokenAuthorizer(this, 'Users', {
      handler,
      // A value that cannot be a token does not cost an invocation.
      validationRegex: '^[Bb]earer +[-_=0-9A-Za-z]+\\.[-_=0-9A-Za-z]+\\.[-_=0-9A-Za-z]+ *$',
      resultsCacheTtl: remembered,
    });
  }
}
