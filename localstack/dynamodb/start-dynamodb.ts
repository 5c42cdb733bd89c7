import { join } from 'node:path';
import { freePort } from '../kafka/free-port.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { type DynamoDbProxy, startDynamoDbProxy } from './proxy.ts';

/** DynamoDB Local behind its counting proxy; `endpoint` is the proxy's. */
export interface DynamoDb extends Omit<DynamoDbProxy, 'close'> {
  readonly pid: number;
  /** Stops both; kept tables are on disk when it resolves. */
  stop(): Promise<void>;
}

export interface DynamoDbOptions {
  /** Folder of DynamoDB Local's jars and native libraries. */
  readonly jars: string;
  /** Folder of the tables; in memory only when absent. */
  readonly dataFolder?: string;
  readonly logFolder: string;
}

/** @throws {Error} with the end of the database's log when it does not start. */
export const startDynamoDb = async ({ jars, dataFolder, logFolder }: DynamoDbOptions): Promise<DynamoDb> => {
  const port = await freePort(new Set());
  const logFile = join(logFolder, 'dynamodb.log');
  const database = await startDynamoDbLocal({
    jars,
    port,
    logFile,
    ...(dataFolder === undefined ? {} : { dataFolder }),
  });
  const proxy = await startDynamoDbProxy(port);
  return {
    ...proxy,
    pid: database.pid,
    stop: async () => {
      await proxy.close();
      await database.stop();
    },
  };
};
