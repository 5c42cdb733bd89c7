import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { RestApis } from './api/gateway/rest-apis.ts';
import type { StaticFiles } from './api/http/static-site.ts';
import { startControlServer } from './control-server.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import type { DynamoDb } from './dynamodb/start-dynamodb.ts';
import { EventSourceMappings } from './event-source/mapping/event-source-mappings.ts';
import type { EventSourceMetrics } from './event-source/telemetry/metrics.ts';
import { fileStateStore } from './file-state-store.ts';
import { FunctionReports } from './function-reports.ts';
import { IamIdentities } from './iam/identities.ts';
import type { KafkaCluster } from './kafka/cluster.ts';
import { startMskEndpoint } from './kafka/msk-endpoint.ts';
import { parseScramSecret } from './kafka/scram-secret.ts';
import type { LocalLambda } from './lambda/local-lambda.ts';
import { startLambda } from './lambda/start-lambda.ts';
import { openLogFile, problemLine } from './log-file.ts';
import { MetricsRegistry } from './observability/metrics-registry.ts';
import { TraceLog } from './observability/trace-log.ts';
import { controlRoutes } from './platform-control.ts';
import { memoryTogetherMb, serverProcesses } from './platform-processes.ts';
import { type PlatformState, removePlatformState, writePlatformState } from './platform-state.ts';
import { resourceProviders } from './resource-providers.ts';
import { Schedules } from './schedules/schedules.ts';
import { SecretStore } from './secrets/secret-store.ts';
import { serveSecrets } from './secrets/secrets-server.ts';
import { Shutdown } from './shutdown.ts';
import { startSlowParts } from './slow-parts.ts';
import { type OnProgress, StartupProgress } from './startup-progress.ts';
import { deploy, type Outputs } from './template/deploy.ts';
import type { Location } from './template/location.ts';

export interface PlatformOptions {
  /** The platform's data and logs. Only one platform at a time runs on it. */
  readonly dataFolder: string;
  /** Start with empty data, instead of the data of an earlier run. */
  readonly fresh: boolean;
  /** Tables in memory: two to three times as fast (DynamoDB Local 3.1.0), and gone when the platform stops. For fresh data only. */
  readonly ephemeral?: boolean;
  /** Folders of the Java parts. */
  readonly jars: { readonly kafka: string; readonly dynamodb: string };
  /** Folder of the CDK app's project. */
  readonly root: string;
  /** Stage of the CDK app; its own default when absent. */
  readonly stage?: string;
  /** Users with tokens of this issuer in place of clients with API keys. */
  readonly users?: { readonly issuer: string; readonly audience: string };
  /** The API keys, in the form of `-c keys`; one of one client when absent. */
  readonly keys?: string;
  /** Port of the HTTP API; 4567 when absent, or a free one where that is taken. */
  readonly apiPort?: number;
  /** Pages of the contracts, served beside the API under `/docs`; none when absent. */
  readonly docs?: (apiUrl: string) => Promise<StaticFiles>;
  readonly onProgress?: OnProgress;
}

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

const location: Location = { accountId: '000000000000', region: 'eu-west-1' };
const defaultApiPort = 4567;
const docsFolder = 'docs';
/** Connections per function: a slow call must not block the next. */
const leastEnvironments = 2;
const startDeadlineMs = 120_000;

/**
 * Synthesises the CDK app and runs its template: Kafka, DynamoDB, functions, event sources, schedules and the HTTP API.
 *
 * @throws {Error} naming the part or resource at fault; nothing is left running then.
 */
export const startPlatform = async (options: PlatformOptions): Promise<Platform> => {
  const shutdown = new Shutdown();
  try {
    const folder = await openDataFolder(options.dataFolder, options.fresh);
    shutdown.add('data folder', folder.unlock);
    return await startParts(options, folder, shutdown);
  } catch (error) {
    // The first error is reported. Parts that are still starting are awaited, to be stopped.
    await shutdown.run(startDeadlineMs).catch(() => undefined);
    throw error;
  }
};

const startParts = async (options: PlatformOptions, folder: DataFolder, shutdown: Shutdown): Promise<Platform> => {
  const { stage, users, keys, apiPort } = options;
  const progress = new StartupProgress(options.onProgress);
  const log = openLogFile(join(folder.logs, 'platform.log'));
  shutdown.add('log', () => log.close());

  const starting = startSlowParts(
    { ...options, context: { ...(stage !== undefined && { stage }), ...(keys !== undefined && { keys }), ...users } },
    folder,
    progress,
    shutdown,
  );

  const state = fileStateStore(folder.stateFile);
  const secrets = new SecretStore();
  const secretsServer = await serveSecrets(secrets);
  shutdown.add('secrets', () => secretsServer.close());
  const clusters = new Map<string, string>();
  const parameters = new Map<string, string>();
  const mskEndpoint = await startMskEndpoint(clusters);
  shutdown.add('MSK endpoint', () => mskEndpoint.stop());

  const [dynamodb, { assembly }] = await Promise.all([starting.dynamodb, starting.synthesis]);
  const lambdaReports = new FunctionReports();
  const metrics = new MetricsRegistry();
  const traces = new TraceLog(join(folder.logs, 'traces.jsonl'));
  shutdown.add('traces', () => traces.close());
  const lambdaService = await startLambda({
    onReport: (report) => lambdaReports.add(report),
    onLog: (name, line) => {
      metrics.record(name, line);
      traces.record(name, line);
    },
    // An account has room for a thousand environments: callers wait for one of the few here instead of being throttled.
    // More processes than processors only cost starts and memory.
    unreservedConcurrency: Math.max(leastEnvironments, availableParallelism()),
    atUnreservedLimit: 'wait',
    account: { id: location.accountId, region: location.region },
    logDir: join(folder.logs, 'functions'),
    taskDir: folder.functions,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsServer.endpoint,
      AWS_ENDPOINT_URL_KAFKA: mskEndpoint.url,
    },
  });
  shutdown.add('functions', () => lambdaService.close());
  const { lambda } = lambdaService;
  const mappings = new EventSourceMappings();
  shutdown.add('event sources', () => mappings.stop());
  const schedules = new Schedules({
    invoker: lambda,
    onFailure: (target, problem) => log.write({ part: 'schedules', function: target, ...problemLine(problem) }),
  });
  shutdown.add('schedules', () => schedules.stop());
  const identities = new IamIdentities(location.accountId);
  const apis = new RestApis({
    invoker: lambda,
    identities,
    ...(apiPort === undefined ? { preferredPort: defaultApiPort } : { onlyPort: apiPort }),
    onFailure: (problem, { method, path }) => log.write({ part: 'api', method, path, ...problemLine(problem) }),
  });
  shutdown.add('api', () => apis.close());

  const deployed = await progress.part(
    'resources',
    () =>
      deploy(assembly, {
        location,
        parameters,
        providers: resourceProviders({
          location,
          assembly,
          state,
          kafka: starting.kafka,
          clusters,
          parameters,
          dynamodbEndpoint: dynamodb.endpoint,
          secrets,
          lambda,
          mappings,
          eventSourceLog: (line) => log.write({ part: 'event-source', ...line }),
          schedules,
          apis,
          identities,
          note: (line) => progress.note('kafka', line),
        }),
      }),
    () => 'created as the templates say',
  );
  await progress.part(
    'event-source',
    () => mappings.ready(),
    () => `${mappings.list().length} mappings poll`,
  );
  schedules.start();
  const kafka = await starting.kafka;

  const apiUrl = withSlash(apis.localUrl(requiredOutput(deployed, 'ApiUrl')) ?? '');
  if (options.docs !== undefined) apis.addSite(docsFolder, await options.docs(apiUrl));
  const docsUrl = options.docs === undefined ? undefined : new URL(`/${docsFolder}/`, apiUrl).href;
  const apiKey = apis.apiKeyValue(deployed['ApiKeyId'] ?? '') ?? '';
  const operator = identities.addUser('operator', [requiredOutput(deployed, 'OperatorPolicyArn')]);
  const adminSecret = requiredOutput(deployed, 'AdminSecretArn');
  const outputs = { ...deployed, ApiUrl: apiUrl };
  const parts = { kafka, dynamodb, lambda, schedules, memoryMb: () => memoryTogetherMb(kafka, dynamodb, lambda) };

  const token = randomBytes(24).toString('base64url');
  const control = await startControlServer(token, controlRoutes({ ...parts, mappings, traces }), {
    '/metrics': { contentType: metrics.contentType, text: () => metrics.text() },
  });
  shutdown.add('control endpoint', () => control.close());
  const platformState: PlatformState = {
    pid: process.pid,
    stage: stage ?? '',
    region: location.region,
    apiUrl,
    apiKey,
    operator: { accessKeyId: operator.accessKeyId, secretAccessKey: operator.secretAccessKey },
    endpoints: {
      dynamodb: dynamodb.endpoint,
      lambda: lambdaService.url,
      secrets: secretsServer.endpoint,
      kafka: kafka.bootstrapBrokers,
      control: control.url,
    },
    control: { token },
    admin: parseScramSecret(adminSecret, secrets.value(adminSecret)),
    outputs,
    processes: serverProcesses(kafka, dynamodb),
  };
  await writePlatformState(folder.path, platformState);
  shutdown.add('platform.json', () => removePlatformState(folder.path));
  progress.note('api', apiUrl);

  return {
    ...parts,
    lambdaReports,
    eventSources: { metrics: () => mappings.metrics(), drained: () => mappings.idle() },
    state: platformState,
    outputs,
    apiUrl,
    docsUrl,
    apiKey,
    endpoints: platformState.endpoints,
    startupSeconds: progress.seconds,
    stop: () => shutdown.run(),
  };
};

const requiredOutput = (outputs: Outputs, name: string): string => {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the stacks have no output ${name}`);
  return value;
};

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
