import type { DynamoDb } from './dynamodb/start-dynamodb.ts';
import type { KafkaCluster } from './kafka/cluster.ts';
import type { LocalLambda } from './lambda/local-lambda.ts';
import { readMemoryTogether } from './lambda/process-memory.ts';

/** Process ids of the servers that run now, by name. */
export const serverProcesses = (kafka: KafkaCluster, dynamodb: DynamoDb): Readonly<Record<string, number>> => ({
  dynamodb: dynamodb.pid,
  ...Object.fromEntries(kafka.nodes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]]))),
});

/** Memory of all processes together, this one included, in MB. */
export const memoryTogetherMb = async (
  kafka: KafkaCluster,
  dynamodb: DynamoDb,
  lambda: LocalLambda,
): Promise<number> => {
  const functions = (await lambda.statistics()).map(({ pid }) => pid);
  const servers = Object.values(serverProcesses(kafka, dynamodb));
  return Math.round(await readMemoryTogether([process.pid, ...servers, ...functions]));
};
