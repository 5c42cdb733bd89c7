import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jars, root } from '../../bin/setup.mjs';
import { startDynamoDb } from '../../localstack/dynamodb/start-dynamodb.ts';
import { startKafkaCluster } from '../../localstack/kafka/cluster.ts';
import { freePort } from '../../localstack/kafka/free-port.ts';
import { startGuestRuntime } from '../../localstack/on-localstack/guest-runtime.ts';
import { startGuest } from '../../localstack/on-localstack/start-guest.ts';
import type { PlatformState } from '../../localstack/platform-state.ts';
import { Shutdown } from '../../localstack/shutdown.ts';
import { synthesise } from '../../localstack/template/synthesise.ts';
import { localStackPython } from './python-environment.ts';
import { startLocalStack } from './start-localstack.ts';

export interface GuestOnHost {
  readonly state: PlatformState;
  stop(): Promise<void>;
}

const started = performance.now();
const progress = (line: string): void => {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`${seconds} s  ${line}\n`);
};

/** The whole platform as the guest of a LocalStack without Docker: Kafka, the tables' engine and the functions' runtime are ours. */
export const startGuestOnHost = async (): Promise<GuestOnHost> => {
  const shutdown = new Shutdown();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'orderstream-localstack-'));
    shutdown.add('work folder', () => rm(folder, { recursive: true, force: true }));
    const logs = join(folder, 'logs');
    await mkdir(logs);
    const python = await localStackPython(progress);
    progress('Kafka and DynamoDB Local');
    const [kafka, dynamodb] = await Promise.all([
      startKafkaCluster({ folder: join(folder, 'kafka'), jars: jars.kafka }),
      startDynamoDb({ jars: jars.dynamodb, logFolder: logs }),
    ]);
    shutdown.add('Kafka', () => kafka.stop());
    shutdown.add('DynamoDB', () => dynamodb.stop());
    const target = { endpoint: `http://127.0.0.1:${await freePort(new Set())}`, region: 'eu-west-1' };
    const runtime = await startGuestRuntime(target, folder);
    shutdown.add('functions', () => runtime.stop());
    progress('LocalStack, and the templates');
    const [localStack, synthesis] = await Promise.all([
      startLocalStack({
        target,
        python,
        folder,
        dynamodbPort: Number(new URL(dynamodb.endpoint).port),
        lambdaUrl: runtime.url,
      }),
      synthesise({
        projectFolder: root,
        cacheFolder: join(folder, 'assembly'),
        context: { stage: 'localstack', brokers: kafka.bootstrapBrokers },
      }),
    ]);
    shutdown.add('LocalStack', () => localStack.stop());
    const guest = await startGuest({ target, synthesis, kafka, runtime, workFolder: folder, onProgress: progress });
    shutdown.add('guest', () => guest.stop());
    progress('ready');
    return { state: guest.state, stop: () => shutdown.run() };
  } catch (error) {
    await shutdown.run().catch(() => undefined);
    throw error;
  }
};
