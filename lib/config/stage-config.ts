import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { BrokerCount } from '../constructs/broker-count.ts';
import type { FunctionName } from './functions.ts';

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
  /** What one API key may do. */
  readonly api: { readonly requestsPerSecond: number; readonly burst: number };
  readonly logRetentionDays: RetentionDays;
  /** Keep tables, topics, secrets, keys and the cluster when their stack goes, and refuse to delete them. */
  readonly retainState: boolean;
}
