import { acceptCountedEvent } from '../../../functions/analytics/model/accept-counted-event.ts';
import { progressView } from '../../../functions/analytics/store/view-items.dynamodb.ts';
import { type Consumer, type TopicName, topics } from '../../../schemas/catalogue.ts';
import { wantedBy } from '../kafka/accepted-by.ts';
import type { Watcher } from '../world/run-plan.ts';
import { itemsOf } from './changed-items.ts';
import { eventOf, firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('fresh views');

interface ProgressItem {
  readonly view: string;
  /** The topic. */
  readonly row: string;
  readonly at: string;
}

/** Whether the projection is given a record: it has no use for disputes. */
const isDelivered = (topic: string): ReturnType<typeof wantedBy> => {
  const consumers: readonly Consumer[] = topics[topic as TopicName].consumers;
  const projection = consumers.find((consumer) => consumer.function === 'analytics/project');
  return projection === undefined ? () => false : wantedBy(projection);
};

/** Drained, the views are as fresh as the newest event that they count. */
export const freshViews = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    if (!world.plan.modes.bystanders) return;
    for (const { view, row: topic, at } of itemsOf<ProgressItem>(world, 'views')) {
      // Of stocks only what matters to a view is delivered.
      if (view !== progressView || topic === 'inventory.updated') continue;
      for (const record of firstOccurrences(world).of(topic).filter(isDelivered(topic))) {
        const { timestamp, type } = eventOf(record);
        const counted = acceptCountedEvent(record.json);
        require(!counted.ok || counted.value === undefined || timestamp <= at, () =>
          `The views of ${topic} claim to be of ${at}, and ${type} of ${timestamp} was counted`);
      }
    }
  },
});
