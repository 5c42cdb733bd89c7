import type { Kafka } from 'kafkajs';

/** Connects and asks for the cluster's topics: rejects where brokers, credentials or rights are missing. */
export const kafkaCheck = (connect: () => Promise<Kafka>) => async (): Promise<void> => {
  const admin = (await connect()).admin({ retry: { retries: 1 } });
  await admin.connect();
  try {
    await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
};
