import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { gatewayLedgerAttributes } from '../../../schemas/functions/ops.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import { type Binding, dueTable, type EnvironmentSources, setting, table } from './binding.ts';

/** A secret that an operator sets; created once, however many functions read it. */
const ofOwner = (scope: Construct, id: string, { deployment, name, description }: OwnersSecret): Binding => {
  const created = scope.node.tryFindChild(id);
  const secret =
    created instanceof Secret
      ? created
      : new Secret(scope, id, {
          secretName: nameIn(deployment, name),
          description,
          removalPolicy: deployment.config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        });
  const read = new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });
  return { value: secret.secretArn, statements: [read] };
};

interface OwnersSecret {
  readonly deployment: Deployment;
  readonly name: string;
  readonly description: string;
}

/** The table of the simulated gateway's own ledger, or the secret with the API key of a real one: one for all that call it. */
export const gatewayResource = ({ scope, deployment, tables }: EnvironmentSources): Binding =>
  deployment.config.payment.gateway === 'stripe'
    ? ofOwner(scope, 'StripeApiKey', {
        deployment,
        name: 'stripe-api-key',
        description: 'Restricted API key of Stripe: payment intents, charges and refunds',
      })
    : dueTable(tables.gateway, 'readWrite');

/** The simulated gateway's own ledger, to be read by an auditor: `none` where the gateway is a real one. */
export const gatewayLedger = ({ deployment, tables }: EnvironmentSources): Binding =>
  deployment.config.payment.gateway === 'stripe'
    ? setting('none')
    : table(tables.gateway, 'read', gatewayLedgerAttributes);

/** The webhook's own secret: a restricted key that can read payment intents only. */
export const webhookSecret = ({ scope, deployment }: EnvironmentSources): Binding =>
  ofOwner(scope, 'StripeWebhook', {
    deployment,
    name: 'stripe-webhook',
    description: 'JSON: signing_secret of the Stripe endpoint; api_key, restricted to reading payment intents',
  });
