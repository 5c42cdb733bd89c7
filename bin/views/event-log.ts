import { kafkaPositions } from '../../functions/analytics/store/positions.kafkajs.ts';
import type { Connection } from '../client/connection.ts';
import { readTopics } from '../client/topic-reader.ts';
import type { EventLog } from './rebuild.ts';

/** The topics as an operator reads them. */
export const kafkaEventLog = (connection: Connection): EventLog => {
  const positions = kafkaPositions(async () => connection.kafka);
  return {
    positions: () => positions.read(),
    read: (ranges, onRecord) =>
      readTopics(
        connection,
        ranges.map(({ topic, partition, first, end }) => ({ topic, partition, from: first, end })),
        onRecord,
      ),
  };
};
