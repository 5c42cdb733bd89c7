import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct, IDependable } from 'constructs';
import { type Consumer, type TopicName, topicNames, topics } from '../../schemas/catalogue.ts';
import { nameIn } from '../config/deployment.ts';
import { functions, type KafkaFunctionName } from '../config/functions.ts';
import { type Binding, table } from './binding.ts';
import { KafkaEventSource } from './kafka-event-source.ts';
import type { KafkaTopics } from './kafka-topics.ts';
import type { KafkaUsers } from './kafka-users.ts';
import { NodeFunction, type NodeFunctionProps } from './node-function.ts';

type Topics = typeof topics;

/** The topics that the catalogue lets a function consume. */
export type ConsumedBy<F extends KafkaFunctionName> = {
  [T in TopicName]: F extends Topics[T]['consumers'][number]['function'] ? T : never;
}[TopicName];

/** The topics that the catalogue lets a function's principal produce to. */
export type ProducedBy<F extends KafkaFunctionName> = {
  [T in TopicName]: (typeof functions)[F]['principal'] extends Topics[T]['producers'][number] ? T : never;
}[TopicName];

/** The cluster as its clients see it. */
export interface KafkaConnection {
  readonly clusterArn: string;
  /** `host:port` list of the SASL/SCRAM listener, for a construct of whatever stack. */
  readonly brokersIn: (scope: Construct) => string;
  readonly users: KafkaUsers;
  readonly topics: KafkaTopics;
  /** Whatever must be there before a client is let in: the ACLs. */
  readonly access: IDependable;
}

export interface Batching {
  /** Most records of one invocation. */
  readonly batchSize?: number;
  /** For how long records are gathered where no order waits for them: fewer invocations, more folded in each. */
  readonly batchingWindowSeconds?: number;
}

export interface KafkaFunctionProps<F extends KafkaFunctionName> extends NodeFunctionProps<F> {
  readonly kafka: KafkaConnection;
  /** Where a consumer keeps the last error of records that failed. */
  readonly failures: Table;
}

/**
 * A function that speaks Kafka as its service's principal. `consumes` and `produces` bind it to a topic in one call; group,
 * filter and the right to do so come from the catalogue.
 */
export class KafkaFunction<F extends KafkaFunctionName> extends NodeFunction<F> {
  readonly #kafka: KafkaConnection;
  readonly #props: KafkaFunctionProps<F>;

  constructor(scope: Construct, id: string, props: KafkaFunctionProps<F>) {
    super(scope, id, props);
    this.#props = props;
    this.#kafka = props.kafka;
    this.bind('KAFKA_BROKERS', { value: props.kafka.brokersIn(this), statements: [] });
    this.bind('KAFKA_SECRET_ARN', this.#credentials);
  }

  /** Feeds the function from a topic. */
  consumes(topic: ConsumedBy<F>, { batchSize = 500, batchingWindowSeconds = 0 }: Batching = {}): this {
    const consumers: readonly Consumer[] = topics[topic].consumers;
    const consumer = consumers.find((candidate) => candidate.function === this.name);
    if (consumer === undefined) throw new Error(`The catalogue knows no consumer ${this.name} of ${topic}.`);
    const { clusterArn, topics: created, access } = this.#kafka;
    const eventSource = new KafkaEventSource(this, `From ${topic}`, {
      consumers: this.#props.deployment.config.consumers,
      clusterArn,
      topic,
      consumer,
      function: this.function,
      role: this.role,
      secretArn: this.#credentials.value,
      pollerGroup: nameIn(this.#props.deployment, 'consumers'),
      batchSize,
      batchingWindowSeconds,
    });
    this.bind('FAILURES_TABLE', table(this.#props.failures, 'note'));
    eventSource.node.addDependency(access, ...created.withDeadLetters(topic));
    return this;
  }

  /** Lets the function write to a topic; its ACL is the principal's in the access matrix. */
  produces(topic: ProducedBy<F>): this {
    this.function.node.addDependency(...this.#kafka.topics.withDeadLetters(topic));
    return this;
  }

  /** Lets the function read every dead-letter queue and write back to every topic; its ACLs are in the access matrix. */
  replays(this: KafkaFunction<'ops/dead-letters'>): void {
    this.function.node.addDependency(...topicNames.flatMap((topic) => this.#kafka.topics.withDeadLetters(topic)));
  }

  /** Starts the function again and again. A run that fails is not repeated: the next one does its work. */
  runsEvery(interval: Duration): this {
    const target = new LambdaFunction(this.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    new Rule(this, 'Schedule', { schedule: Schedule.rate(interval), targets: [target] });
    return this;
  }

  get #credentials(): Binding {
    return this.#kafka.users.credentials(functions[this.name].principal);
  }
}
