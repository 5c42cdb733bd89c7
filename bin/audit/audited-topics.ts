import type { Admin } from 'kafkajs';
import { type Topic, topicNames, topics } from '../../schemas/catalogue.ts';
import type { Connection } from '../client/connection.ts';
import { withAdmin } from '../client/kafka-admin.ts';
import type { AuditedRange } from './topic-record.ts';

/** Topics that an auditor consumes, and its group: those of facts, and `orders.audit` itself. */
const auditors = topicNames.flatMap((topic) => {
  const { consumers }: Topic = topics[topic];
  return consumers.filter(({ principal }) => principal === 'audit').map(({ group }) => ({ topic, group }));
});

const committedOf = async (admin: Admin, topic: string, groupId: string): Promise<ReadonlyMap<number, number>> => {
  const offsets = await admin.fetchOffsets({ groupId, topics: [topic] });
  const partitions = offsets.flatMap((one) => one.partitions);
  return new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]));
};

/** How far the auditors have come by now: what they acknowledged must be in books that are read from here on. */
export const auditedSoFar = (connection: Connection): Promise<readonly Omit<AuditedRange, 'end'>[]> =>
  withAdmin(connection, async (admin) => {
    const found = auditors.map(async ({ topic, group }) => {
      const committed = await committedOf(admin, topic, group);
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets.map(({ partition, low }) => {
        const from = Number(low);
        // −1 where nothing has been acknowledged yet.
        return { topic, partition, from, to: Math.max(from, committed.get(partition) ?? from) };
      });
    });
    return (await Promise.all(found)).flat();
  });

/** The same ranges, with where their partitions end by now. */
export const withEnds = (
  connection: Connection,
  ranges: readonly Omit<AuditedRange, 'end'>[],
): Promise<readonly AuditedRange[]> =>
  withAdmin(connection, async (admin) => {
    const found = auditors.map(async ({ topic }) => [topic, await admin.fetchTopicOffsets(topic)] as const);
    const offsets = new Map(await Promise.all(found));
    return ranges.map((range) => {
      const end = offsets
        .get(range.topic as (typeof topicNames)[number])
        ?.find((one) => one.partition === range.partition);
      return { ...range, end: Number(end?.high ?? range.to) };
    });
  });
