import '../../../patches/kafkajs-codecs.ts';
import '../../../patches/kafkajs-request-queue.ts';
import kafkajs from 'kafkajs';
import type { EventSourceLog } from '../telemetry/event-source-log.ts';

export interface ScramCredentials {
  readonly username: string;
  readonly password: string;
}

/** A client of the local cluster: SCRAM-SHA-512 where the mapping has a secret, no TLS on loopback. */
export function kafkaClient(
  clientId: string,
  brokers: readonly string[],
  credentials: ScramCredentials | undefined,
  log: EventSourceLog,
): kafkajs.Kafka {
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    ssl: false,
    ...(credentials === undefined ? {} : { sasl: { mechanism: 'scram-sha-512', ...credentials } }),
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 5 },
    logLevel: kafkajs.logLevel.ERROR,
    // The library logs every lost broker as an error; relevant ones are thrown as exceptions too.
    logCreator:
      () =>
      ({ log: { message } }) =>
        log({ level: 'DEBUG', type: 'KAFKA_STATUS_EVENT', message }),
  });
}
