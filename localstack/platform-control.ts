import type { ControlRoutes } from './control-server.ts';
import type { TableUse } from './dynamodb/request-statistics.ts';
import type { EventSourceMappings } from './event-source/mapping/event-source-mappings.ts';
import type { KafkaNode } from './kafka/node.ts';
import type { EnvironmentStatistics } from './lambda/local-lambda.ts';
import type { TraceLog } from './observability/trace-log.ts';
import type { Schedules } from './schedules/schedules.ts';

/** The parts of a running platform that commands in other terminals reach. */
export interface ControlledParts {
  readonly kafka: { readonly nodes: readonly KafkaNode[]; node(name: string): KafkaNode };
  readonly dynamodb: { statistics(): readonly TableUse[] };
  readonly lambda: { statistics(): Promise<readonly EnvironmentStatistics[]> };
  readonly mappings: Pick<EventSourceMappings, 'metrics' | 'idle'>;
  readonly schedules: Pick<Schedules, 'runNow'>;
  readonly traces: Pick<TraceLog, 'spansOf'>;
  memoryMb(): Promise<number>;
}

/** The control routes of a running platform for commands in other terminals. */
export const controlRoutes = (parts: ControlledParts): ControlRoutes => {
  const { kafka, dynamodb, lambda, mappings, schedules, traces } = parts;
  const nodeAction =
    (act: (node: KafkaNode) => Promise<void> | void) =>
    async ({ name = '' }: Readonly<Record<string, string>>) => {
      const node = kafka.node(name);
      await act(node);
      return { name, state: node.state };
    };
  return {
    'GET /statistics': async () => ({
      dynamodb: dynamodb.statistics(),
      functions: await lambda.statistics(),
      eventSources: Object.fromEntries(mappings.metrics()),
      kafka: kafka.nodes.map(({ name, state }) => ({ name, state })),
      memoryMb: await parts.memoryMb(),
    }),
    // Queries Kafka, which is slow while brokers are down.
    'GET /event-sources/drained': async () => ({ drained: await mappings.idle() }),
    'GET /traces/{trace_id}': async ({ trace_id = '' }) => ({ trace_id, spans: await traces.spansOf(trace_id) }),
    'POST /kafka/nodes/{name}/kill': nodeAction((node) => node.kill()),
    'POST /kafka/nodes/{name}/stop': nodeAction((node) => node.stop()),
    'POST /kafka/nodes/{name}/restart': nodeAction((node) => node.restart()),
    'POST /kafka/nodes/{name}/pause': nodeAction((node) => node.pause()),
    'POST /kafka/nodes/{name}/resume': nodeAction((node) => node.resume()),
    'POST /schedules/{name}/run': async ({ name = '' }) => ({ invocations: await schedules.runNow(name) }),
  };
};
