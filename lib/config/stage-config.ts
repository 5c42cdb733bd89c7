import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { NotificationSettings } from '../../functions/notification/send/send.env.ts';
import type { BrokerCount } from './broker-count.ts';
import type { KraftVersion } from './kafka-version.ts';
import type { PollerLimits } from './poller-limits.ts';

/**
 * Who calls the routes of clients: trusted servers, each with an API key and a plan of its own; or users, each with a token of
 * an OpenID Connect issuer, who see their own orders alone.
 */
export type Clients = 'apiKeys' | { readonly issuer: string; readonly audience: string };

/** A name for the API: with a certificate for it in the stage's region, or in a hosted zone where one can be made. */
export type ApiDomain = { readonly name: string } & (
  | { readonly certificateArn: string }
  | { readonly hostedZoneId: string }
);

/** What differs between stages. */
export interface StageConfig {
  /** Availability zones used. Amazon MSK takes two or three. */
  readonly zones: 2 | 3;
  readonly network: {
    /** Zones in which AWS services have an address inside the network: each is paid for, by service, zone and hour. */
    readonly endpointZones: 1 | 2 | 3;
    /** What the network's log tells of. */
    readonly flowLog: 'ALL' | 'REJECT';
  };
  readonly kafka: {
    readonly version: KraftVersion;
    readonly brokers: BrokerCount;
    /** Standard brokers on Graviton. */
    readonly instanceType: `kafka.m7g.${string}`;
    /** Storage of each broker at first. It grows by itself and never shrinks, so that this is not to be lowered. */
    readonly storageGib: number;
    /** What it may grow to. */
    readonly largestStorageGib: number;
    /** What brokers tell CloudWatch beyond the basics; more is paid for by the metric. */
    readonly monitoring: 'PER_BROKER' | 'PER_TOPIC_PER_BROKER' | 'PER_TOPIC_PER_PARTITION';
    /** Each principal gets another password so often. */
    readonly passwordDays: number;
  };
  readonly consumers: {
    /** What the stage is built for, in orders per second. The pollers of each event source mapping come from it. */
    readonly throughput: { readonly usual: number; readonly peak: number; readonly linesPerOrder: number };
    /** Bounds of each mapping's pollers. Where they are equal, nothing ever rebalances. */
    readonly pollers: PollerLimits;
    /** After the first attempt; then the record goes to the dead-letter queue. */
    readonly retryAttempts: number;
  };
  readonly functions: {
    readonly memoryMb: number;
    /**
     * `reserved`: each function has the concurrency that it declares, and a consumer what its pollers can ask for; more calls are
     * throttled.
     */
    readonly concurrency: 'reserved' | 'unreserved';
  };
  readonly api: {
    readonly clients: Clients;
    /** Where clients have API keys: theirs, each client's oldest first. */
    readonly keys: readonly ClientKey[];
    /**
     * What an operator with a role is known by: the role, or the role and its source identity, which every session must then have
     * and be named after.
     */
    readonly operators: 'role' | 'sourceIdentity';
    /** API Gateway's own name for it when absent. */
    readonly domain?: ApiDomain;
    /** What one API key may do; where clients are users, what all of them may do together with one route. */
    readonly requestsPerSecond: number;
    /** Requests that wait for a change of an order, each in an environment of its own: of all clients, and of one. */
    readonly waits: { readonly atOnce: number | 'unreserved'; readonly perClient: number };
    readonly burst: number;
  };
  readonly orders: {
    /** An order that stands so long where the platform itself is to move it has its step repaired. Far beyond a busy hour's. */
    readonly stepDeadlineSeconds: number;
    /** An order that is not paid by then is cancelled, its stock given back. Well beyond the time a charge is tried for. */
    readonly sagaDeadlineSeconds: number;
  };
  /** How users are told. */
  readonly notification: NotificationSettings;
  readonly payment: {
    /** `stripe` takes real money: its API key is put into its secret by hand. */
    readonly gateway: 'simulated' | 'stripe';
    /** Longest wait for the answer to one request. */
    readonly timeoutMs: number;
    /** For how long a charge is tried, well within what its order is given to be paid. */
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
  /** Of the books, which name nobody. Until then nobody can delete them, not even the account's owner. */
  readonly auditDays: number;
}

/** An API key of a client: one that the template makes, or one that was made by hand, by its id. */
export type ClientKey = { readonly client: string } & (
  | { readonly key: string; readonly enabled: boolean }
  | { readonly id: string }
);
