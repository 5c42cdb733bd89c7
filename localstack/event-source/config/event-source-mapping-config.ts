import type { FilterPattern } from '../filter/filter-pattern.ts';

/** The starting position of a partition without a committed offset. */
export type StartingPosition =
  | { readonly type: 'LATEST' | 'TRIM_HORIZON' }
  /** `timestamp`: Unix milliseconds. */
  | { readonly type: 'AT_TIMESTAMP'; readonly timestamp: number };

export type SystemLogLevel = 'DEBUG' | 'INFO' | 'WARN';

/** `critical`: others wait for its function. `background`: it lets them pass. */
export type LatencyClass = 'critical' | 'background';

/** Provisioned mode; its absence means on-demand. */
export interface ProvisionedPollers {
  readonly minimum: number;
  readonly maximum: number;
  readonly group: string | undefined;
}

/** An `AWS::Lambda::EventSourceMapping` on an Amazon MSK topic, with Lambda's defaults filled in. */
export interface EventSourceMappingConfig {
  /** Name or ARN, as the template gives it. */
  readonly functionName: string;
  /** The cluster's ARN. */
  readonly eventSourceArn: string;
  readonly topic: string;
  readonly enabled: boolean;
  readonly startingPosition: StartingPosition;
  /** Absent: the mapping's UUID is the group. */
  readonly consumerGroupId: string | undefined;
  /** 1–10,000 records, over all partitions of an invocation. */
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  /** Absent: for ever. */
  readonly maximumRetryAttempts: number | undefined;
  /** Absent: for ever. */
  readonly maximumRecordAgeMs: number | undefined;
  readonly bisectOnFunctionError: boolean;
  readonly partialBatchResponses: boolean;
  /** A record passes that matches any of them; without filters every record passes. */
  readonly filters: readonly FilterPattern[];
  readonly onFailureTopic: string | undefined;
  readonly provisionedPollers: ProvisionedPollers | undefined;
  /** Secrets Manager ARN of `{username, password}` for SCRAM-SHA-512. */
  readonly secretArn: string | undefined;
  readonly systemLogLevel: SystemLogLevel | undefined;
  /** The tag `latency`; on one machine, mappings without it or with another value are critical. */
  readonly latency: LatencyClass;
}
