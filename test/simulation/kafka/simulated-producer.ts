import type { KafkaProducer } from '../../../functions/shared/runtime/kafka/kafka-producer.ts';
import type { OutgoingRecord } from '../../../functions/shared/runtime/kafka/outgoing-record.ts';
import { ProduceOutcomeUnknown, ProduceRefused } from '../../../functions/shared/runtime/kafka/produce-failure.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { SimulatedProcess } from '../kernel/simulated-process.ts';
import type { SimulatedKafka } from './simulated-kafka.ts';

/** What can go wrong with a send. */
export const producerFaults = [
  'send refused',
  'acknowledgement lost',
  'send lost',
  'send half done',
  'send done late',
  'send done twice',
  'send done twice, once late',
  'send done in parts',
] as const;

/** The least and the most that an abandoned send lands later. */
const lateMs = { least: 1_000, most: 20_000 } as const;

/** The producer of one process. */
export const simulatedProducer = (
  kafka: SimulatedKafka,
  process: SimulatedProcess,
  scheduler: Scheduler,
): KafkaProducer => {
  let connected = false;
  const appendAll = (records: readonly OutgoingRecord[]): void => {
    for (const record of records) kafka.append(record);
  };
  /** A request goes to each leader: what has the key of the first record, and the rest. */
  const parts = (records: readonly OutgoingRecord[]) =>
    Object.groupBy(records, ({ topic, key }) =>
      topic === records[0]?.topic && key === records[0]?.key ? 'first' : 'rest',
    );
  const faulty = (records: readonly OutgoingRecord[], name: string, amount: number): void | Promise<void> => {
    const { first = [], rest = [] } = parts(records);
    switch (name) {
      case 'send done in parts':
        appendAll(first);
        return new Promise((resolve) =>
          scheduler.after(amount % lateMs.least, () => {
            appendAll(rest);
            resolve();
          }),
        );
      case 'send refused':
        throw new ProduceRefused('Too few replicas are in sync');
      case 'acknowledgement lost':
        appendAll(records);
        break;
      case 'send half done':
        appendAll(first);
        break;
      case 'send done late':
        scheduler.after(lateMs.least + (amount % lateMs.most), () => appendAll(records));
        break;
      case 'send done twice':
        appendAll(records);
        appendAll(records);
        return;
      case 'send done twice, once late':
        // A send of several callers hangs, and each of them is sent alone by another producer.
        appendAll(records);
        scheduler.after(lateMs.least + (amount % lateMs.most), () => appendAll(records));
        return;
    }
    throw new ProduceOutcomeUnknown('Kafka did not acknowledge');
  };
  return {
    send: (records, _deadline) =>
      records.length === 0
        ? Promise.resolve()
        : process.call({
            kind: `Send ${[...new Set(records.map(({ topic }) => topic))].sort().join(' ')}`,
            faults: producerFaults,
            perform: (fault) => {
              connected = true;
              return fault === undefined ? appendAll(records) : faulty(records, fault.name, fault.amount);
            },
          }),
    partitionOf: (topic, key) => (connected ? { partition: kafka.partitionOf(topic, key), writable: true } : undefined),
    disconnect: async () => undefined,
  };
};
