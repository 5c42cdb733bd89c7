import { RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { chargeLandingSeconds, chargeLeaseSeconds } from '../config/charge-landing.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { type Binding, dueTable, setting } from './binding.ts';
import type { Environment } from './node-function.ts';

export interface PaymentTables {
  readonly payments: Table;
  /** The books of the simulated gateway. */
  readonly gateway: Table;
}

/** A secret for the API key of a real gateway. Nobody but its owner knows the key: it is put there by hand. */
const apiKey = (scope: Construct, deployment: Deployment): Binding => {
  const secret = new Secret(scope, 'StripeApiKey', {
    secretName: nameIn(deployment, 'stripe-api-key'),
    description: 'Restricted API key of Stripe: payment intents, charges and refunds',
    removalPolicy: deployment.config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const read = new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });
  return { value: secret.secretArn, statements: [read] };
};

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
    CHARGE_LANDING_SECONDS: setting(chargeLandingSeconds(deployment.config.payment)),
  };
};
