import { type Topic, type TopicName, topicNames, topics } from '../../../schemas/catalogue.ts';
import { declarationOf } from '../../../schemas/functions/functions.ts';
import type { ObservedGroup } from './pipeline-domain.ts';

/** Every topic with its consumer groups, as they are declared. */
export const observedGroups: ReadonlyMap<TopicName, readonly ObservedGroup[]> = new Map(
  topicNames.map((name) => {
    const { consumers }: Topic = topics[name];
    const groups = consumers.map(({ group, function: fed }) => ({
      group,
      function: fed,
      latency: declarationOf(fed).latency,
    }));
    return [name, groups];
  }),
);
