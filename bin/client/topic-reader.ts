import { v4 as uuidv4 } from 'uuid';
import { readRanges } from '../../functions/shared/runtime/kafka/read-ranges.ts';
import type { TopicRange } from '../../functions/shared/runtime/kafka/unread-offsets.ts';
import type { Connection } from './connection.ts';
import { withAdmin } from './kafka-admin.ts';

interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: Uint8Array;
}

const silenceMs = 30_000;

/**
 * Reads ranges of topics, of which tombstones are left out. Leaves no consumer group behind.
 * @throws {Error} Kafka was silent for half a minute with offsets still unread, or has a batch that cannot be read.
 */
export const readTopics = async (
  connection: Pick<Connection, 'kafka'>,
  ranges: readonly TopicRange[],
  onRecord: (record: ReadRecord) => void,
): Promise<void> => {
  const groupId = `orderstream-cli.${uuidv4()}`;
  try {
    await readRanges(connection.kafka, groupId, ranges, { silenceMs }, ({ value, ...place }) => {
      if (value !== null) onRecord({ ...place, value });
    });
  } finally {
    await withAdmin(connection, (admin) => admin.deleteGroups([groupId])).catch(() => {});
  }
};
