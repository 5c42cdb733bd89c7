/** A Kafka topic: the properties whose change matters. */
export interface DeployedTopic {
  readonly name: string;
  readonly partitions: number;
  /** Kafka's own names and string values. */
  readonly configs: Readonly<Record<string, string>>;
}

/** A resource that holds state, or that such a resource depends on. */
export interface DeployedResource {
  readonly type: string;
  /** Whether it is retained when it leaves its stack or is replaced. */
  readonly retained: boolean;
  /** Create-only properties: another value means another resource. */
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly topic?: DeployedTopic;
}

/** The deployed state of a stage, by stack and logical id. */
export type DeployedState = Readonly<Record<string, Readonly<Record<string, DeployedResource>>>>;
