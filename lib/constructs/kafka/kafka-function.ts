import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct, IDependable } from 'constructs';
import { type Consumer, consumersFor, type TopicName, topicNames } from '../../../schemas/catalogue.ts';
import type { Batching } from '../../../schemas/functions/declaration.ts';
import { declarationOf, functions, type KafkaFunctionName } from '../../../schemas/functions/functions.ts';
import { nameIn } from '../../config/deployment.ts';
import { type Binding, table } from '../functions/binding.ts';
import { NodeFunction, type NodeFunctionProps } from '../functions/node-function.ts';
import { KafkaEventSource } from './kafka-event-source.ts';
import type { KafkaTopics } from './kafka-topics.ts';
import type { KafkaUsers } from './kafka-users.ts';

/** The cluster as its clients reach it. */
export interface KafkaConnection {
  readonly clusterArn: string;
  /** `host:port` list of the SASL/SCRAM listener, for a construct of whatever stack. */
  readonly brokersIn: (scope: Construct) => string;
  readonly users: KafkaUsers;
  readonly topics: KafkaTopics;
  /** Dependencies of any client: the ACLs. */
  readonly access: IDependable;
}

export interface KafkaFunctionProps<F extends KafkaFunctionName> extends NodeFunctionProps<F> {
  readonly kafka: KafkaConnection;
  /** The table of the last errors of records that failed. */
  readonly failures: Table;
}

/**
 * A function that is a Kafka client as its principal, with its declaration: the event sources that feed it, the topics that it
 * produces to, and its schedule. Its ACLs are in the access matrix.
 */
export class KafkaFunction<F extends KafkaFunctionName> extends NodeFunction<F> {
  readonly #props: KafkaFunctionProps<F>;

  constructor(scope: Construct, id: string, props: KafkaFunctionProps<F>) {
    super(scope, id, props);
    this.#props = props;
    this.bind('KAFKA_BROKERS', { value: props.kafka.brokersIn(this), statements: [] });
    this.bind('KAFKA_SECRET_ARN', this.#credentials);
    const { batching, produces = [], replays, observes, everySeconds } = declarationOf(props.name);
    for (const [topic, consumer] of consumersFor(props.name)) this.#feed(topic, consumer, batching);
    for (const topic of replays || observes ? topicNames : produces) {
      this.function.node.addDependency(...props.kafka.topics.withDeadLetters(topic));
    }
    if (everySeconds !== undefined) this.#runEvery(Duration.seconds(everySeconds));
  }

  #feed(topic: TopicName, consumer: Consumer, { batchSize = 500, batchingWindowSeconds = 0 }: Batching = {}): void {
    const { deployment, kafka, failures } = this.#props;
    const { clusterArn, topics: created, access } = kafka;
    const eventSource = new KafkaEventSource(this, `From ${topic}`, {
      consumers: deployment.config.consumers,
      clusterArn,
      topic,
      consumer,
      function: this.function,
      role: this.role,
      secretArn: this.#credentials.value,
      pollerGroup: nameIn(deployment, 'consumers'),
      batchSize,
      batchingWindowSeconds: Math.min(
        consumer.batchingWindowSeconds ?? batchingWindowSeconds,
        deployment.config.consumers.longestWindowSeconds,
      ),
      latency: functions[this.name].latency,
    });
    this.bind('FAILURES_TABLE', table(failures, 'note'));
    eventSource.node.addDependency(access, ...created.withDeadLetters(topic));
  }

  /** A failed run is not retried: the next one does its work. */
  #runEvery(interval: Duration): void {
    const target = new LambdaFunction(this.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    new Rule(this, 'Schedule', { schedule: Schedule.rate(interval), targets: [target] });
  }

  get #credentials(): Binding {
    return this.#props.kafka.users.credentials(functions[this.name].principal);
  }
}
