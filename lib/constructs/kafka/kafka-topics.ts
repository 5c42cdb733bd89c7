import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnTopic } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { deadLetterTopic, type TopicName, topicDefinitions } from '../../../schemas/catalogue.ts';

/** Every topic of the catalogue and its dead-letter queue. */
export class KafkaTopics extends Construct {
  readonly #topics: ReadonlyMap<string, CfnTopic>;

  constructor(scope: Construct, id: string, { clusterArn }: { readonly clusterArn: string }) {
    super(scope, id);
    this.#topics = new Map(
      topicDefinitions.map(({ name, partitions, replicationFactor, configs }) => {
        const topic = new CfnTopic(this, name, {
          clusterArn,
          topicName: name,
          partitionCount: partitions,
          replicationFactor,
          configs: Buffer.from(JSON.stringify(configs)).toString('base64'),
        });
        // In every stage: a topic holds what no other place does until its consumers have read it.
        topic.applyRemovalPolicy(RemovalPolicy.RETAIN);
        return [name, topic];
      }),
    );
  }

  /** The topic and its dead-letter queue, as dependencies. */
  withDeadLetters(name: TopicName): readonly CfnTopic[] {
    return [name, deadLetterTopic(name)].map((topicName) => {
      const topic = this.#topics.get(topicName);
      if (topic === undefined) throw new Error(`${topicName} is not a topic of the catalogue.`);
      return topic;
    });
  }
}
