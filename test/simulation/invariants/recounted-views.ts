import { acceptCountedEvent } from '../../../functions/analytics/model/accept-counted-event.ts';
import { type LiveRow, recount } from '../../../functions/analytics/model/recount-domain.ts';
import { isRow, rowOf } from '../../../functions/analytics/store/view-items.dynamodb.ts';
import { topicNames, topics } from '../../../schemas/catalogue.ts';
import type { Watcher } from '../world/run-plan.ts';
import { itemsOf } from './changed-items.ts';
import { isEmitted } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('recounted views');

interface ViewItem extends Readonly<Record<string, unknown>> {
  readonly view: string;
  readonly row: string;
}

const counted = topicNames.filter((topic) =>
  topics[topic].consumers.some((consumer) => consumer.function === 'analytics/project'),
);

/** Drained, the views are what a recount of the topics gives. */
export const recountedViews = (): Watcher => ({
  end: (world) => {
    if (!world.plan.modes.bystanders) return;
    const live = itemsOf<ViewItem>(world, 'views')
      .filter(isRow)
      .map((item): LiveRow => ({ view: item.view, row: item.row, ...rowOf(item), corrections: 0 }));
    const again = recount(live, () => true);
    for (const topic of counted) {
      for (const record of world.kafka.records(topic)) {
        const event = isEmitted(record) ? acceptCountedEvent(record.json) : undefined;
        if (event?.ok && event.value !== undefined) again.add({ ...record, event: event.value });
      }
    }
    const [difference] = again.differences();
    require(difference === undefined, () =>
      `${difference?.view}/${difference?.row} is ${JSON.stringify(difference?.live.counts)}, the topics log ${JSON.stringify(difference?.expected.counts)}`);
  },
});
