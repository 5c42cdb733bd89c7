import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { NotificationSettings } from '../../functions/notification/send/send.env.ts';
import type { BrokerCount } from './broker-count.ts';
import type { KraftVersion } from './kafka-version.ts';
import type { PollerLimits } from './poller-limits.ts';

/**
 * Callers of the client routes: trusted servers, each with an API key and a plan of its own; or users, each with a token of
 * an OpenID Connect issuer, who see only their own orders.
 */
export type Clients = 'apiKeys' | { readonly issuer: string; readonly audience: string };

/** A custom domain of the API: with a certificate for it in the stage's region, or in a hosted zone where one can be made. */
export type ApiDomain = { readonly name: string } & (
  | { readonly certificateArn: string }
  | { readonly hostedZoneId: string }
);

/** The differences between stages. */
export interface StageConfig {
  /** Availability zones used. Amazon MSK takes two or three. */
  readonly zones: 2 | 3;
  readonly network: {
    /** Zones in which AWS services have an address inside the network: each is paid for, by service, zone and hour. */
    readonly endpointZones: 1 | 2 | 3;
    /** Which traffic the network's flow log records. */
    readonly flowLog: 'ALL' | 'REJECT';
  };
  readonly kafka: {
    readonly version: KraftVersion;
    readonly brokers: BrokerCount;
    /** Standard brokers on Graviton. */
    readonly instanceType: `kafka.m7g.${string}`;
    /** Storage of each broker at first. It grows by itself and never shrinks, so that this is not to be lowered. */
    readonly storageGib: number;
    /** The limit of its growth. */
    readonly largestStorageGib: number;
    /** Level of the brokers' CloudWatch metrics; more than the basics is billed by the metric. */
    readonly monitoring: 'PER_BROKER' | 'PER_TOPIC_PER_BROKER' | 'PER_TOPIC_PER_PARTITION';
    /** Password rotation period of each principal. */
    readonly passwordDays: number;
  };
  readonly consumers: {
    /** The design load of the stage, in orders per second. The pollers of each event source mapping derive from it. */
    readonly throughput: { readonly usual: number; readonly peak: number; readonly linesPerOrder: number };
    /** Bounds of each mapping's pollers. Where they are equal, the consumer group never rebalances. */
    readonly pollers: PollerLimits;
    /** Retries after the first attempt; then the record goes to the dead-letter queue. */
    readonly retryAttempts: number;
    /** Batching windows of background consumers are no longer than this: with it, the views and the audit trail are late. */
    readonly longestWindowSeconds: number;
  };
  readonly functions: {
    readonly memoryMb: number;
    /**
     * `reserved`: each function has the concurrency that it declares, and a consumer that of its pollers; more invocations are
     * throttled.
     */
    readonly concurrency: 'reserved' | 'unreserved';
    /**
     * Functions that may take several calls at a time do, on Lambda Managed Instances: at least three instances are paid for. The
     * functions of a deployed stage cannot change over.
     */
    readonly managedInstances: boolean;
  };
  readonly api: {
    readonly clients: Clients;
    /** The API keys of the clients that have keys, each client's oldest first. */
    readonly keys: readonly ClientKey[];
    /**
     * How an operator with a role is identified: by the role, or by the role and its source identity, which every session must then
     * have and be named after.
     */
    readonly operators: 'role' | 'sourceIdentity';
    /** API Gateway's own name for it when absent. */
    readonly domain?: ApiDomain;
    /** The limits of one API key; where clients are users, of all of them together per route. */
    readonly requestsPerSecond: number;
    /** Requests that wait for a change of an order, each in an environment of its own: of all clients, and of one. */
    readonly waits: { readonly atOnce: number | 'unreserved'; readonly perClient: number };
    readonly burst: number;
  };
  readonly orders: {
    /** How long an order may stay in an automatic step before the sweep repairs it. Far beyond a busy hour's latency. */
    readonly stepDeadlineSeconds: number;
    /** An order that is not paid by then is cancelled and its stock released. Well beyond the retries of a charge. */
    readonly sagaDeadlineSeconds: number;
  };
  /** How customers are notified. */
  readonly notification: NotificationSettings;
  readonly payment: {
    /** `stripe` takes real money: an operator puts its API key into the secret. */
    readonly gateway: 'simulated' | 'stripe';
    /** Longest wait for the answer to one request. */
    readonly timeoutMs: number;
    /** For how long a charge is retried, well within the payment deadline of its order. */
    readonly horizonSeconds: number;
  };
  /** Copies of all topics in S3. They need a private link to the brokers, which a new cluster cannot have at once. */
  readonly archive: 'off' | Archive;
  readonly logRetentionDays: RetentionDays;
  /** Keep tables, topics, secrets, keys and the cluster when their stack goes, and refuse to delete them. */
  readonly retainState: boolean;
}

/** For how long copies of the topics are kept, once Kafka has forgotten them. */
export interface Archive {
  /** Of the events, which name customers and how to reach them. */
  readonly eventDays: number;
  /** Of the audit trail, which holds no personal data. Until then no principal can delete it, not even the account's owner. */
  readonly auditDays: number;
}

/** An API key of a client: one that the template makes, or one that was made by hand, by its id. */
export type ClientKey = { readonly client: string } & (
  | { readonly key: string; readonly enabled: boolean }
  | { readonly id: string }
);
