/** A Kafka topic, as far as it matters that and how it changes. */
export interface DeployedTopic {
  readonly name: string;
  readonly partitions: number;
  /** Kafka's own names and string values. */
  readonly configs: Readonly<Record<string, string>>;
}

/** A resource that holds state, or that one that does stands on. */
export interface DeployedResource {
  readonly type: string;
  /** Whether it is kept when it leaves its stack or is replaced. */
  readonly retained: boolean;
  /** What CloudFormation cannot change in place: another value means another resource. */
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly topic?: DeployedTopic;
}

/** What is deployed of a stage, by stack and logical id. */
export type DeployedState = Readonly<Record<string, Readonly<Record<string, DeployedResource>>>>;
