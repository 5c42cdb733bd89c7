import '../../patches/kafkajs-request-queue.ts';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';

/**
 * A client of the internal listener, in the place of AWS's MSK control plane. It is a superuser, exempt from access-control
 * lists. Services never get its address.
 */
export const controlPlane = (internalBrokers: readonly string[]): Kafka =>
  new kafkajs.Kafka({
    clientId: 'orderstream-control-plane',
    brokers: [...internalBrokers],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 2_000,
    // kafkajs queries any node, also one that is paused.
    requestTimeout: 10_000,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 12 },
  });

/** Runs `use` with a connected admin client and disconnects it in any case. */
export const withAdmin = async <T>(kafka: Kafka, use: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
};
