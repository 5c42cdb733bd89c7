import type { ICustomPartitioner, Kafka, PartitionMetadata, Producer, ProducerBatch } from 'kafkajs';

/**
 * What a partition does with a batch while it fails: refuses it, appends it without enough replicas, or answers nothing and appends
 * it once it is well again.
 */
type PartitionFault = 'refuses' | 'replicates-late' | 'hangs';

/** The fault of a partition, until a time in milliseconds. */
export interface FaultUntil {
  readonly fault: PartitionFault;
  readonly until: number;
}

interface Batch {
  readonly producer: number;
  readonly partition: number;
  readonly first: number;
  readonly values: readonly string[];
}

type Answer = 'ok' | 'NOT_ENOUGH_REPLICAS' | 'REQUEST_TIMED_OUT' | 'OUT_OF_ORDER_SEQUENCE_NUMBER';

const brokers = 3;
const latencyMs = 3;
const requestTimeoutMs = 15_000;
/** A partition keeps this many batches of a producer to recognise them. */
const keptBatches = 5;

const after = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const protocolError = (type: string): Error => Object.assign(new Error(type), { type });

/** The producers of kafkajs and the brokers, as far as sequence numbers, partitions and their faults go. */
export class FaultyBrokers {
  /** The values of each partition in order. */
  readonly log: string[][];
  /** Rules of kafkajs that its user broke. */
  readonly misuse: string[] = [];
  open = 0;
  readonly #faults: ReadonlyMap<number, FaultUntil>;
  readonly #batches = new Map<string, Batch[]>();
  #producers = 0;

  constructor(partitions: number, faults: ReadonlyMap<number, FaultUntil>) {
    this.log = Array.from({ length: partitions }, () => []);
    this.#faults = faults;
  }

  /** As `connect` of the producer wants it. */
  kafka(): Kafka {
    const kafka: Pick<Kafka, 'producer'> = { producer: (options) => this.#producer(options?.createPartitioner) };
    return kafka as Kafka;
  }

  #fault(partition: number): FaultUntil | undefined {
    const fault = this.#faults.get(partition);
    return fault !== undefined && Date.now() < fault.until ? fault : undefined;
  }

  #append({ producer, partition, first, values }: Batch): Answer {
    const name = `${producer}/${partition}`;
    const kept = this.#batches.get(name) ?? [];
    if (kept.slice(-keptBatches).some((batch) => batch.first === first && batch.values.length === values.length))
      return 'ok';
    const last = kept.at(-1);
    if (first !== (last === undefined ? 0 : last.first + last.values.length)) return 'OUT_OF_ORDER_SEQUENCE_NUMBER';
    this.#batches.set(name, [...kept, { producer, partition, first, values }]);
    this.log[partition]?.push(...values);
    return 'ok';
  }

  async #receive(batch: Batch): Promise<Answer> {
    const fault = this.#fault(batch.partition);
    if (fault === undefined) return this.#append(batch);
    if (fault.fault === 'refuses') return 'NOT_ENOUGH_REPLICAS';
    if (fault.fault === 'hangs') {
      setTimeout(() => this.#append(batch), Math.min(fault.until - Date.now(), 1_000_000));
      await after(requestTimeoutMs);
      return 'REQUEST_TIMED_OUT';
    }
    const answer = this.#append(batch);
    return answer === 'ok' ? 'REQUEST_TIMED_OUT' : answer;
  }

  #producer(createPartitioner: ICustomPartitioner | undefined): Producer {
    const id = this.#producers;
    this.#producers += 1;
    const sequences = new Map<number, number>();
    const partitioner = createPartitioner?.();
    const partitionMetadata: PartitionMetadata[] = this.log.map((_, partitionId) => ({
      ...{ partitionId, partitionErrorCode: 0, leader: partitionId % brokers, replicas: [0, 1, 2], isr: [0, 1, 2] },
    }));
    let state: 'new' | 'connected' | 'closed' = 'new';
    let inFlight = 0;
    /** One request to a broker. A failed one takes back the sequence numbers of all its partitions, as kafkajs does. */
    const request = async (batches: readonly Batch[]): Promise<void> => {
      await after(latencyMs);
      const answers = await Promise.all(batches.map((batch) => this.#receive(batch)));
      await after(latencyMs);
      const failed = answers.find((answer) => answer !== 'ok');
      if (failed === undefined) return;
      for (const { partition, values } of batches)
        sequences.set(partition, (sequences.get(partition) ?? 0) - values.length);
      throw protocolError(failed);
    };
    const sendBatch = async ({ topicMessages = [] }: ProducerBatch): Promise<void> => {
      if (state !== 'connected') throw new Error(`The producer is ${state}`);
      if (inFlight > 0) this.misuse.push(`producer ${id} has two sends in flight`);
      inFlight += 1;
      try {
        const values = new Map<number, string[]>();
        for (const { topic, messages } of topicMessages)
          for (const message of messages) {
            const partition = partitioner?.({ topic, partitionMetadata, message }) ?? 0;
            values.set(partition, [...(values.get(partition) ?? []), String(message.value)]);
          }
        const batches = [...values].map(([partition, some]) => {
          const first = sequences.get(partition) ?? 0;
          sequences.set(partition, first + some.length);
          return { producer: id, partition, first, values: some };
        });
        await Promise.all([...Map.groupBy(batches, ({ partition }) => partition % brokers).values()].map(request));
      } finally {
        inFlight -= 1;
      }
    };
    const producer = {
      connect: async () => {
        await after(latencyMs);
        state = 'connected';
        this.open += 1;
      },
      disconnect: async () => {
        if (state === 'connected') this.open -= 1;
        state = 'closed';
      },
      sendBatch,
    };
    return producer as unknown as Producer;
  }
}
