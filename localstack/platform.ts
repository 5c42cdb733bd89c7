import { randomBytes } from 'node:crypto';
import { startControlServer } from './control-server.ts';
import { deployModules } from './deploy-modules.ts';
import { module as dynamodbModule } from './dynamodb/module.ts';
import type { DynamoDb } from './dynamodb/start-dynamodb.ts';
import { module as eventSourceModule } from './event-source/module.ts';
import type { EventSourceMetrics } from './event-source/telemetry/metrics.ts';
import type { KafkaCluster } from './kafka/cluster.ts';
import { module as kafkaModule } from './kafka/module.ts';
import type { FunctionReports } from './lambda/function-reports.ts';
import type { LocalLambda } from './lambda/local-lambda.ts';
import { module as functionsModule } from './lambda/module.ts';
import { problemLine } from './log-file.ts';
import { platformModules } from './modules.ts';
import { module as observabilityModule } from './observability/module.ts';
import { openAccess, type PlatformAccess } from './platform-access.ts';
import { openContext } from './platform-context.ts';
import { controlRoutes } from './platform-control.ts';
import type { PlatformContext } from './platform-module.ts';
import type { PlatformOptions } from './platform-options.ts';
import { memoryTogetherMb, serverProcesses } from './platform-processes.ts';
import { type PlatformState, removePlatformState, writePlatformState } from './platform-state.ts';
import { module as schedulesModule } from './schedules/module.ts';
import type { Schedules } from './schedules/schedules.ts';
import { module as secretsModule } from './secrets/module.ts';
import { Shutdown } from './shutdown.ts';
import { type StartedModules, startModules } from './start-modules.ts';
import type { Outputs } from './template/deploy.ts';

/** The whole system on this machine, running. */
export interface Platform {
  /** The content of `platform.json`. */
  readonly state: PlatformState;
  /** Outputs of all stacks by logical id; `ApiUrl` is the local address. */
  readonly outputs: Outputs;
  /** Base URL of the HTTP API, its stage included, ending with a slash. */
  readonly apiUrl: string;
  /** URL of the contracts' pages; undefined without pages. */
  readonly docsUrl: string | undefined;
  /** Start link of the operator's console, with its token; undefined without a console. */
  readonly consoleUrl: string | undefined;
  /** Empty where clients are users. */
  readonly apiKey: string;
  readonly endpoints: PlatformState['endpoints'];
  readonly kafka: KafkaCluster;
  readonly dynamodb: DynamoDb;
  readonly lambda: LocalLambda;
  /** The latest invocations of each function. */
  readonly lambdaReports: Pick<FunctionReports, 'of' | 'coldStartsOf' | 'totals'>;
  readonly eventSources: {
    /** By the id of the event source mapping. */
    metrics(): ReadonlyMap<string, EventSourceMetrics>;
    /** Whether every topic with a consumer has been consumed to its end and nothing is in flight. */
    drained(): Promise<boolean>;
  };
  readonly schedules: Schedules;
  /** Seconds that each part took to start; parts overlap. */
  readonly startupSeconds: Readonly<Record<string, number>>;
  /** Memory of all processes together, this one included. */
  memoryMb(): Promise<number>;
  /** Stops all parts in order and resolves when no process is left. */
  stop(): Promise<void>;
}

const startDeadlineMs = 120_000;

/**
 * Synthesises the CDK app and runs its template: Kafka, DynamoDB, functions, event sources, schedules and the HTTP API, each of
 * them a module.
 *
 * @throws {Error} naming the part or resource at fault; nothing is left running then.
 */
export const startPlatform = async (options: PlatformOptions): Promise<Platform> => {
  const shutdown = new Shutdown();
  try {
    const context = await openContext(options, shutdown);
    const modules = await startModules(await platformModules(), context, shutdown);
    const access = await openAccess(modules, await deployModules(modules, context), options.docs);
    return await publish(modules, access, context, shutdown);
  } catch (error) {
    // The first error is reported. Parts that are still starting are awaited, to be stopped.
    await shutdown.run(startDeadlineMs).catch(() => undefined);
    throw error;
  }
};

/** Lets other commands reach the platform: starts its control endpoint and writes `platform.json`. */
const publish = async (
  modules: StartedModules,
  { outputs, docsUrl, apiUrl, apiKey, operator, admin }: PlatformAccess,
  { options, location, folder, progress, log }: PlatformContext,
  shutdown: Shutdown,
): Promise<Platform> => {
  const kafka = await modules.partOf(kafkaModule).cluster;
  const { database: dynamodb } = modules.partOf(dynamodbModule);
  const { lambda, url: lambdaUrl, reports } = modules.partOf(functionsModule);
  const mappings = modules.partOf(eventSourceModule);
  const schedules = modules.partOf(schedulesModule);
  const { metrics, traces } = modules.partOf(observabilityModule);
  const parts = { kafka, dynamodb, lambda, schedules, memoryMb: () => memoryTogetherMb(kafka, dynamodb, lambda) };

  const token = randomBytes(24).toString('base64url');
  const control = await startControlServer(token, controlRoutes({ ...parts, mappings, traces }), {
    '/metrics': { contentType: metrics.contentType, text: () => metrics.text() },
  });
  shutdown.add('control endpoint', () => control.close());
  const endpoints = {
    dynamodb: dynamodb.endpoint,
    lambda: lambdaUrl,
    secrets: modules.partOf(secretsModule).server.endpoint,
    kafka: kafka.bootstrapBrokers,
    control: control.url,
  };
  const started: PlatformState = {
    pid: process.pid,
    stage: options.stage ?? '',
    region: location.region,
    ...{ apiUrl, apiKey, operator, admin, endpoints, outputs },
    control: { token },
    processes: serverProcesses(kafka, dynamodb),
  };
  const operatorConsole = await options.console?.(started, {
    docsUrl,
    onFailure: (problem, request) => log.write({ part: 'console', ...request, ...problemLine(problem) }),
  });
  if (operatorConsole !== undefined) shutdown.add('console', () => operatorConsole.close());
  const state = { ...started, ...(operatorConsole !== undefined && { console: { url: operatorConsole.url } }) };
  await writePlatformState(folder.path, state);
  shutdown.add('platform.json', () => removePlatformState(folder.path));
  progress.note('api', apiUrl);

  return {
    ...parts,
    lambdaReports: reports,
    eventSources: { metrics: () => mappings.metrics(), drained: () => mappings.idle() },
    ...{ state, outputs, apiUrl, docsUrl, apiKey, endpoints },
    consoleUrl: operatorConsole?.url,
    startupSeconds: progress.seconds,
    stop: () => shutdown.run(),
  };
};
