import { type Consumer, type Topic, type TopicName, topics } from '../../../schemas/catalogue.ts';

/** The group of the matching consumer of a topic; undefined if none or several match. */
export const consumerGroupOf = (topic: TopicName, isIt: (consumer: Consumer) => boolean): string | undefined => {
  const { consumers }: Topic = topics[topic];
  const [found, ...others] = consumers.filter(isIt);
  return others.length === 0 ? found?.group : undefined;
};
