import type { KafkaProducer, OutgoingRecord } from '../../../functions/shared/runtime/kafka-producer.ts';
import { ProduceOutcomeUnknown, ProduceRefused } from '../../../functions/shared/runtime/produce-failure.ts';
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
] as const;

/** The least and the most that a send that was given up lands later. */
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
  const faulty = (records: readonly OutgoingRecord[], name: string, amount: number): void => {
    switch (name) {
      case 'send refused':
        throw new ProduceRefused('Too few replicas are in sync');
      case 'acknowledgement lost':
        appendAll(records);
        break;
      case 'send half done': {
        const [first] = records;
        // A request goes to each leader: some partitions have their records, others not.
        if (first !== undefined)
          appendAll(records.filter(({ topic, key }) => topic === first.topic && key === first.key));
        break;
      }
      case 'send done late':
        scheduler.after(lateMs.least + (amount % lateMs.most), () => appendAll(records));
        break;
      case 'send done twice':
        appendAll(records);
        appendAll(records);
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
              if (fault === undefined) appendAll(records);
              else faulty(records, fault.name, fault.amount);
            },
          }),
    partitionOf: (topic, key) => (connected ? { partition: kafka.partitionOf(topic, key), writable: true } : undefined),
    disconnect: async () => undefined,
  };
};
