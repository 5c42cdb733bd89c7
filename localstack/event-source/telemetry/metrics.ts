/** Records, as the CloudWatch group EventCount counts them. Cumulative since the mapping was started. */
export interface EventCounts {
  readonly PolledEventCount: number;
  readonly FilteredOutEventCount: number;
  /** Again on each retry. */
  readonly InvokedEventCount: number;
  readonly FailedInvokeEventCount: number;
  /** Discarded and not delivered to a destination. */
  readonly DroppedEventCount: number;
  readonly OnFailureDestinationDeliveredEventCount: number;
  /** Sum of the distances by which committed offsets moved. */
  readonly CommittedEventCount: number;
}

/** Errors, as the CloudWatch group ErrorCount counts them: a name appears with its first error. */
export interface ErrorCounts {
  readonly PollingErrorCount?: number;
  /** Per batch, not per record. */
  readonly InvokeErrorCount?: number;
  readonly OnFailureDestinationDeliveryErrorCount?: number;
  readonly CommitErrorCount?: number;
}

/** Counted whether or not the mapping's `MetricsConfig` would pay for the group on AWS. */
export interface EventSourceMetrics {
  readonly eventCount: EventCounts;
  readonly errorCount: ErrorCounts;
}

export class MetricsCounter {
  readonly #events: { -readonly [Name in keyof EventCounts]: number } = {
    PolledEventCount: 0,
    FilteredOutEventCount: 0,
    InvokedEventCount: 0,
    FailedInvokeEventCount: 0,
    DroppedEventCount: 0,
    OnFailureDestinationDeliveredEventCount: 0,
    CommittedEventCount: 0,
  };
  readonly #errors: { -readonly [Name in keyof ErrorCounts]: number } = {};

  events(name: keyof EventCounts, records: number): void {
    this.#events[name] += records;
  }

  error(name: keyof ErrorCounts): void {
    this.#errors[name] = (this.#errors[name] ?? 0) + 1;
  }

  snapshot(): EventSourceMetrics {
    return { eventCount: { ...this.#events }, errorCount: { ...this.#errors } };
  }
}
