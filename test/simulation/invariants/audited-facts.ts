import type { AuditRecord } from '../../../functions/audit/model/domain.ts';
import { chainFaults } from '../../../functions/audit/model/verification-domain.ts';
import { sha256 } from '../../../functions/audit/store/digest.node.ts';
import { type PageItem, pageOf } from '../../../functions/audit/store/page-items.node.ts';
import { topicNames, topics } from '../../../schemas/catalogue.ts';
import type { Watcher } from '../world/run-plan.ts';
import type { World } from '../world/world.ts';
import { type Changed, itemsOf, onChange } from './changed-items.ts';
import { eventOf, firstOccurrences, isEmitted } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('audited facts');

const audited = topicNames.filter((topic) =>
  topics[topic].consumers.some((consumer) => consumer.function === 'audit/publish'),
);

const written = ({ before, after }: Changed<PageItem>): void => {
  const { order_id, seq } = (after ?? before) as PageItem;
  require(before === undefined, () => `Page ${seq} of the books of ${order_id} was written again`);
};

const placesOf = (world: World): ((record: AuditRecord) => boolean) => {
  return ({ topic, partition, offset, event_id }) => {
    const found = world.kafka.partitions(topic)[partition]?.[offset];
    return found !== undefined && isEmitted(found) && eventOf(found).event_id === event_id;
  };
};

/** Pages are written once; drained, each chain is whole, and has each fact of the audited topics once, where it lies. */
export const auditedFacts = (): Watcher => ({
  begin: (world) => {
    firstOccurrences(world);
    onChange<PageItem>(world, 'audit', written);
  },
  end: (world) => {
    if (!world.plan.modes.bystanders) return;
    const isThere = placesOf(world);
    const kept = new Set<string>();
    const books = Map.groupBy(itemsOf<PageItem>(world, 'audit').map(pageOf), ({ order_id }) => order_id);
    for (const [orderId, pages] of books) {
      const [fault] = chainFaults(sha256, orderId, pages);
      require(fault === undefined, () => `Books of ${orderId}, page ${fault?.seq}: ${fault?.kind}. ${fault?.detail}`);
      for (const record of pages.flatMap(({ records }) => records)) {
        const { event_id, event } = record;
        require(!kept.has(event_id), () => `${event} ${event_id} is in two books`);
        kept.add(event_id);
        require(isThere(record), () => `${event} ${event_id} is not where the audit trail of ${orderId} has it`);
      }
    }
    for (const topic of audited) {
      for (const record of firstOccurrences(world).of(topic)) {
        const { event_id, type } = eventOf(record);
        require(kept.delete(event_id), () => `${type} ${event_id} of ${topic} is not in the books`);
      }
    }
    const [unfounded] = kept;
    require(unfounded === undefined, () => `The audit trail has ${unfounded}, which no service emitted`);
  },
});
