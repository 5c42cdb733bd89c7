import { RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { chargeLeaseSeconds } from '../config/charge-lease.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { type Binding, dueTable, setting, table } from './binding.ts';
import type { Environment } from './node-function.ts';

/** A secret that its owner alone knows: it is put there by hand. */
const ofOwner = (scope: Construct, id: string, { deployment, name, description }: OwnersSecret): Binding => {
  const secret = new Secret(scope, id, {
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

export interface PaymentTables {
  readonly payments: Table;
  /** The books of the simulated gateway. */
  readonly gateway: Table;
}

const apiKey = (scope: Construct, deployment: Deployment): Binding =>
  ofOwner(scope, 'StripeApiKey', {
    deployment,
    name: 'stripe-api-key',
    description: 'Restricted API key of Stripe: payment intents, charges and refunds',
  });

/** What the functions that settle payments have in common: their table, and the gateway of the stage. */
export const paymentEnvironment = (
  scope: Construct,
  deployment: Deployment,
  { payments, gateway: books }: PaymentTables,
): Environment<'payment/charge'> => {
  const { gateway, timeoutMs, horizonSeconds } = deployment.config.payment;
  return {
    PAYMENTS_TABLE: dueTable(payments, 'readWrite'),
    PAYMENT_GATEWAY: setting(gateway),
    GATEWAY_RESOURCE: gateway === 'stripe' ? apiKey(scope, deployment) : dueTable(books, 'readWrite'),
    GATEWAY_TIMEOUT_MS: setting(timeoutMs),
    CHARGE_HORIZON_SECONDS: setting(horizonSeconds),
    CHARGE_LEASE_SECONDS: setting(chargeLeaseSeconds(deployment.config.payment)),
  };
};

/**
 * What the function that Stripe calls has: the one item of a payment, and a secret of its own. It is the only function that
 * strangers reach with bytes of their choice, and can neither charge, nor refund, nor speak Kafka.
 */
export const webhookEnvironment = (
  scope: Construct,
  deployment: Deployment,
  { payments }: Pick<PaymentTables, 'payments'>,
): Environment<'payment/webhook'> => ({
  PAYMENTS_TABLE: table(payments, 'amend'),
  WEBHOOK_SECRET_ARN: ofOwner(scope, 'StripeWebhook', {
    deployment,
    name: 'stripe-webhook',
    description: 'JSON: signing_secret of the Stripe endpoint; api_key, restricted to reading payment intents',
  }),
  GATEWAY_TIMEOUT_MS: setting(deployment.config.payment.timeoutMs),
});
