import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { NotificationSettings } from '../../functions/notification/send.env.ts';
import type { BrokerCount } from '../constructs/broker-count.ts';
import type { FunctionName } from './functions.ts';

/**
 * Who calls the routes of clients: trusted servers, each with an API key and a plan of its own; or users, each with a token of
 * an OpenID Connect issuer, who see their own orders alone.
 */
export type Clients = 'apiKeys' | { readonly issuer: string; readonly audience: string };

/** What differs between stages. */
export interface StageConfig {
  /** Availability zones used. Amazon MSK takes two or three. */
  readonly zones: 2 | 3;
  readonly kafka: {
    readonly brokers: BrokerCount;
    readonly instanceType: string;
    /** Storage of each broker. */
    readonly storageGib: number;
  };
  readonly consumers: {
    /** Pollers of each event source mapping; each makes up to five concurrent invocations. Equal numbers never rebalance. */
    readonly pollers: { readonly minimum: number; readonly maximum: number };
    /** After the first attempt; then the record goes to the dead-letter queue. */
    readonly retryAttempts: number;
  };
  readonly functions: {
    readonly memoryMb: number;
    /** Reserved concurrency: at most that many execution environments, more calls are throttled. The account's when absent. */
    readonly concurrency: Readonly<Partial<Record<FunctionName, number>>>;
  };
  readonly api: {
    readonly clients: Clients;
    /** What one API key may do; where clients are users, what all of them may do together with one route. */
    readonly requestsPerSecond: number;
    readonly burst: number;
  };
  readonly orders: {
    /** An order that stands so long where the platform itself is to move it has its step repaired. Far beyond a busy hour's. */
    readonly stepDeadlineSeconds: number;
    /** An order that is not paid by then is cancelled. Comfortably beyond the time for which a charge is tried again. */
    readonly sagaDeadlineSeconds: number;
  };
  /** How users are told. */
  readonly notification: NotificationSettings;
  readonly inventory: {
    /** For how long an order may hold its lines: longer than its saga has for everything. */
    readonly holdSeconds: number;
  };
  readonly payment: {
    /** `stripe` takes real money: its API key is put into its secret by hand. */
    readonly gateway: 'simulated' | 'stripe';
    /** Longest wait for the answer to one request. */
    readonly timeoutMs: number;
    /** For how long a charge is tried, well within what its order is given to be paid. */
    readonly horizonSeconds: number;
  };
  readonly logRetentionDays: RetentionDays;
  /** Keep tables, topics, secrets, keys and the cluster when their stack goes, and refuse to delete them. */
  readonly retainState: boolean;
}
