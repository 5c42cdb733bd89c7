import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Kafka } from 'kafkajs';
import type { CommonEnvironment } from '../environment.ts';
import { httpAgents } from '../http-agents.ts';
import { kafkaConnection } from './kafka-connection.ts';
import { scramAuthentication } from './scram-authentication.ts';
import { previousCredentials, scramCredentials } from './scram-credentials.ts';
import { scramLogins } from './scram-logins.ts';

/**
 * The cluster's client as the function's principal. Reads the secret at the first connection, not at import, and again when
 * brokers reject its password.
 */
export const kafkaClients = (environment: CommonEnvironment): (() => Promise<Kafka>) => {
  const { KAFKA_BROKERS: brokers, KAFKA_SECRET_ARN: secretArn, POWERTOOLS_SERVICE_NAME: clientId } = environment;
  const secrets = new SecretsManagerClient({ maxAttempts: 3, requestHandler: httpAgents() });
  const logins = scramLogins({
    current: () => scramCredentials(secrets, secretArn),
    previous: () => previousCredentials(secrets, secretArn),
  });
  const kafka = kafkaConnection({ brokers, sasl: scramAuthentication(logins), clientId });
  return async () => kafka;
};
