import type { Kafka } from 'kafkajs';

/** Connects and lists the cluster's topics: rejects without brokers, valid credentials or permissions. */
export const kafkaCheck = (connect: () => Promise<Kafka>) => async (): Promise<void> => {
  const admin = (await connect()).admin({ retry: { retries: 1 } });
  await admin.connect();
  try {
    await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
};
