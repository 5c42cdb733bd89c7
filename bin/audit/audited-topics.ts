import type { Admin } from 'kafkajs';
import { type Topic, topicNames, topics } from '../../schemas/catalogue.ts';
import type { Connection } from '../client/connection.ts';
import { topicEnds, withAdmin } from '../client/kafka-admin.ts';
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

/** How far the auditors have come: what they acknowledged must be in an audit trail that is read afterwards. */
export const auditedSoFar = (connection: Connection): Promise<readonly Omit<AuditedRange, 'end'>[]> =>
  withAdmin(connection, async (admin) => {
    const ranges: Omit<AuditedRange, 'end'>[] = [];
    for (const { topic, group } of auditors) {
      const committed = await committedOf(admin, topic, group);
      for (const { partition, low } of await topicEnds(admin, [topic])) {
        const from = Number(low);
        // −1 where nothing has been acknowledged yet.
        ranges.push({ topic, partition, from, to: Math.max(from, committed.get(partition) ?? from) });
      }
    }
    return ranges;
  });

/** The same ranges, with where their partitions end by now. */
export const withEnds = (
  connection: Connection,
  ranges: readonly Omit<AuditedRange, 'end'>[],
): Promise<readonly AuditedRange[]> =>
  withAdmin(connection, async (admin) => {
    const ends = await topicEnds(
      admin,
      auditors.map(({ topic }) => topic),
    );
    return ranges.map((range) => {
      const end = ends.find(({ topic, partition }) => topic === range.topic && partition === range.partition);
      return { ...range, end: Number(end?.high ?? range.to) };
    });
  });
