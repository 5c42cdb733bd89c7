import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Kafka } from 'kafkajs';
import type { CommonEnvironment } from './environment.ts';
import { kafkaConnection } from './kafka-connection.ts';

interface ScramCredentials {
  readonly username: string;
  readonly password: string;
}

const parseCredentials = (secret: string | undefined): ScramCredentials => {
  const parsed: unknown = JSON.parse(secret ?? 'null');
  if (typeof parsed === 'object' && parsed !== null && 'username' in parsed && 'password' in parsed) {
    const { username, password } = parsed;
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  }
  throw new TypeError('The Kafka secret is not a JSON object with "username" and "password"');
};

/**
 * Clients of the cluster as the function's principal. The secret is read when a client is first asked for, not at import,
 * and kept for `maxAgeMs`: a rotated password is found at the latest then.
 */
export const kafkaClients = (environment: CommonEnvironment, maxAgeMs = 300_000): (() => Promise<Kafka>) => {
  const secrets = new SecretsManagerClient({ maxAttempts: 3 });
  let known: { readonly kafka: Promise<Kafka>; readonly until: number } | undefined;
  const read = async (): Promise<Kafka> => {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: environment.KAFKA_SECRET_ARN }));
    return kafkaConnection({
      brokers: environment.KAFKA_BROKERS,
      ...parseCredentials(SecretString),
      clientId: environment.POWERTOOLS_SERVICE_NAME,
    });
  };
  return () => {
    if (known === undefined || Date.now() >= known.until) {
      const kafka = read();
      known = { kafka, until: Date.now() + maxAgeMs };
      kafka.catch(() => {
        known = undefined;
      });
    }
    return known.kafka;
  };
};
