import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import kafkajs, { type Kafka } from 'kafkajs';
import { acceptedLogin } from './accepted-login.ts';
import type { CommonEnvironment } from './environment.ts';
import { kafkaConnection } from './kafka-connection.ts';
import { previousCredentials, type ScramCredentials, scramCredentials } from './scram-credentials.ts';

/** Whether brokers let the client's user in. One that cannot be asked has not refused. */
export const isLetIn = async (kafka: Kafka): Promise<boolean> => {
  const admin = kafka.admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    return true;
  } catch (error) {
    return !(error instanceof kafkajs.KafkaJSSASLAuthenticationError);
  } finally {
    await admin.disconnect();
  }
};

/**
 * Clients of the cluster as the function's principal. The secret is read when a client is first asked for, not at import,
 * and kept for `maxAgeMs`: whoever was refused finds a new password then.
 */
export const kafkaClients = (environment: CommonEnvironment, maxAgeMs = 30_000): (() => Promise<Kafka>) => {
  const { KAFKA_BROKERS: brokers, KAFKA_SECRET_ARN: secretArn, POWERTOOLS_SERVICE_NAME: clientId } = environment;
  const secrets = new SecretsManagerClient({ maxAttempts: 3 });
  const clientOf = ({ username, password }: ScramCredentials): Kafka =>
    kafkaConnection({ brokers, username, password, clientId });
  const logins = {
    current: () => scramCredentials(secrets, secretArn),
    previous: () => previousCredentials(secrets, secretArn),
    isAccepted: (login: ScramCredentials) => isLetIn(clientOf(login)),
  };
  let known: { readonly kafka: Promise<Kafka>; readonly until: number } | undefined;
  return () => {
    if (known === undefined || Date.now() >= known.until) {
      const kafka = acceptedLogin(logins, Date.now()).then(clientOf);
      known = { kafka, until: Date.now() + maxAgeMs };
      kafka.catch(() => {
        known = undefined;
      });
    }
    return known.kafka;
  };
};
