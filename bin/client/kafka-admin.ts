import type { Admin } from 'kafkajs';
import type { Connection } from './connection.ts';

/** Does some work with an administrator's client of the cluster. */
export const withAdmin = async <T>(
  { kafka }: Pick<Connection, 'kafka'>,
  work: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};
