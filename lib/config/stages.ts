import { firstKey } from './client-keys.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { StageConfig } from './stage-config.ts';
import { stageNames } from './stage-names.mjs';

const stages = {
  dev: {
    zones: 3,
    network: { endpointZones: 1, flowLog: 'REJECT' },
    kafka: {
      version: '4.1.x.kraft',
      brokers: { atLeast: 5 },
      instanceType: 'kafka.m7g.large',
      storageGib: 20,
      largestStorageGib: 100,
      monitoring: 'PER_BROKER',
      passwordDays: 90,
    },
    consumers: {
      throughput: { usual: 5, peak: 10, linesPerOrder: 5 },
      pollers: { minimum: 1, maximum: 1 },
      retryAttempts: 100,
      // A developer looks at what was just done.
      longestWindowSeconds: 3,
    },
    functions: {
      memoryMb: 512,
      // Nothing is reserved: the pollers bound the consumers, and no invocation is throttled. On one machine the calls queue for as
      // many processes as there are processors.
      concurrency: 'unreserved',
      managedInstances: false,
    },
    // On one machine two processes wait: one client holds one of them.
    api: {
      clients: 'apiKeys',
      keys: [firstKey],
      operators: 'role',
      requestsPerSecond: 2_000,
      burst: 4_000,
      waits: { atOnce: 'unreserved', perClient: 1 },
    },
    orders: { stepDeadlineSeconds: 120, sagaDeadlineSeconds: 900 },
    notification: {
      provider: 'mailbox',
      sender: 'orders@orderstream.example',
      senderId: 'orderstream',
      locale: 'en',
      operations: { email: 'operations@orderstream.example' },
      // Generous: a demonstration has one customer with many orders, whom a limit would delay.
      limits: { user: { burst: 500, refillMs: 50 }, operations: { burst: 1_000, refillMs: 20 } },
    },
    payment: { gateway: 'simulated', timeoutMs: 2_000, horizonSeconds: 300 },
    archive: 'off',
    logRetentionDays: 7,
    retainState: false,
  },
  prod: {
    zones: 3,
    network: { endpointZones: 3, flowLog: 'ALL' },
    kafka: {
      version: '4.1.x.kraft',
      brokers: { atLeast: 5 },
      instanceType: 'kafka.m7g.xlarge',
      storageGib: 1_000,
      largestStorageGib: 4_000,
      monitoring: 'PER_TOPIC_PER_BROKER',
      passwordDays: 30,
    },
    consumers: {
      throughput: { usual: 50, peak: 200, linesPerOrder: 5 },
      pollers: { minimum: 1, maximum: 20 },
      retryAttempts: 1_000,
      longestWindowSeconds: 60,
    },
    functions: {
      memoryMb: 1_024,
      // All together below the 900 that a default account lets be reserved.
      concurrency: 'reserved',
      managedInstances: false,
    },
    api: {
      clients: 'apiKeys',
      keys: [firstKey],
      operators: 'role',
      requestsPerSecond: 500,
      burst: 1_000,
      waits: { atOnce: 80, perClient: 20 },
    },
    // On several machines a broker, a zone or the gateway may be down for minutes: what recovers by itself is not repaired.
    orders: { stepDeadlineSeconds: 300, sagaDeadlineSeconds: 3_600 },
    notification: {
      provider: 'aws',
      sender: 'orders@orderstream.example',
      senderId: 'orderstream',
      locale: 'en',
      operations: { email: 'operations@orderstream.example' },
      limits: { user: { burst: 20, refillMs: 10_000 }, operations: { burst: 100, refillMs: 1_000 } },
    },
    payment: { gateway: 'simulated', timeoutMs: 5_000, horizonSeconds: 1_800 },
    // The audit trail for the retention of tax records: seven years.
    archive: { eventDays: 400, auditDays: 2_557 },
    logRetentionDays: 180,
    retainState: true,
  },
} as const satisfies Record<(typeof stageNames)[number], StageConfig>;

export { stageNames };
export type StageName = keyof typeof stages;
export const defaultStage: StageName = 'dev';

/** @throws {ConfigurationError} there is no such stage. */
export const stageNamed = (name: unknown): StageName => {
  const found = stageNames.find((stage) => stage === name);
  if (found === undefined) {
    throw new ConfigurationError(
      `Unknown stage ${JSON.stringify(name)}: choose one of ${stageNames.join(', ')}, for instance cdk synth -c stage=${defaultStage}.`,
    );
  }
  return found;
};

export const stageConfig = (name: StageName): StageConfig => stages[name];
