import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { type DynamoDb, startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { type KafkaCluster, startKafkaCluster } from './kafka/cluster.ts';
import type { Shutdown } from './shutdown.ts';
import type { StartupProgress } from './startup-progress.ts';
import { type Synthesis, synthesise } from './template/synthesise.ts';

export interface SlowPartsOptions {
  readonly jars: { readonly kafka: string; readonly dynamodb: string };
  readonly root: string;
  /** Context of the CDK app, for instance its stage. */
  readonly context: Readonly<Record<string, string>>;
  readonly ephemeral?: boolean;
}

/** The parts that take seconds to start, each in progress. */
export interface SlowParts {
  readonly kafka: Promise<KafkaCluster>;
  readonly dynamodb: Promise<DynamoDb>;
  readonly synthesis: Promise<Synthesis>;
}

/** Starts the slow parts concurrently. Shutdown waits for those that are still starting, to stop them. */
export const startSlowParts = (
  { jars, root, context, ephemeral = false }: SlowPartsOptions,
  folder: DataFolder,
  progress: StartupProgress,
  shutdown: Shutdown,
): SlowParts => {
  const ending = new AbortController();
  const parts: SlowParts = {
    kafka: progress.part(
      'kafka',
      () => startKafkaCluster({ folder: folder.kafka, jars: jars.kafka }),
      ({ nodes, kept }) => `${nodes.length} nodes${kept ? ', data kept' : ''}`,
    ),
    dynamodb: progress.part(
      'dynamodb',
      () =>
        startDynamoDb({
          jars: jars.dynamodb,
          logFolder: folder.logs,
          ...(ephemeral ? {} : { dataFolder: folder.dynamodb }),
        }),
      ({ endpoint }) => endpoint,
    ),
    synthesis: progress.part(
      'template',
      () =>
        synthesise({
          projectFolder: root,
          cacheFolder: join(root, 'node_modules', '.cache', 'orderstream'),
          context,
          signal: ending.signal,
        }),
      ({ assembly, cached }) => `${assembly.stacks.length} stacks${cached ? ', unchanged' : ' synthesised'}`,
    ),
  };
  // A failure is reported where the part is needed; until then it must not end the process.
  for (const part of [parts.kafka, parts.dynamodb, parts.synthesis]) part.catch(() => undefined);
  shutdown.add('kafka', () => stopStarted(parts.kafka));
  shutdown.add('dynamodb', () => stopStarted(parts.dynamodb));
  shutdown.add('synthesis', async () => {
    ending.abort();
    await parts.synthesis.catch(() => undefined);
  });
  return parts;
};

const stopStarted = async (part: Promise<{ stop(): Promise<void> }>): Promise<void> => {
  const started = await part.catch(() => undefined);
  await started?.stop();
};
