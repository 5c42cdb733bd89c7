import type { PartialBatchResponse } from '../../../../functions/shared/runtime/idioms/batch.ts';
import type { EncodedRecord } from '../../../../functions/shared/runtime/idioms/kafka-record.ts';
import type { OutgoingRecord } from '../../../../functions/shared/runtime/kafka/outgoing-record.ts';
import type { Consumer } from '../../../../schemas/catalogue.ts';

/** One delivery to the function, one partition after the other. */
export interface Delivery {
  readonly records: readonly EncodedRecord[];
}

export type Answer = PartialBatchResponse | 'crash';

/** The function: replies to a delivery at once or when the test releases it. */
export type Respond = (delivery: Delivery, nth: number) => Answer | Promise<Answer>;

export interface ReaderOptions {
  /** Most records of a batch. */
  readonly batch?: number;
  /** Failed attempts after which records are dead-lettered. */
  readonly attempts?: number;
  readonly only?: Consumer['only'];
}

/** A consumer group that feeds a function. */
export interface Reader {
  /** In the order in which they began. */
  readonly deliveries: readonly Delivery[];
  /** The first record of each partition that the group has not acknowledged. */
  positions(): Promise<readonly number[]>;
  until(what: string, holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Waits until everything is acknowledged. */
  drained(): Promise<void>;
  /** Another member takes over at least one of its partitions, even during a delivery. */
  rebalance(): Promise<void>;
  /** All of its members leave and receive no response any more; another joins. */
  restart(): Promise<void>;
}

/** A topic with its dead-letter queue, empty. */
export interface EventSourceBench {
  readonly topic: string;
  send(...records: readonly Omit<OutgoingRecord, 'topic'>[]): Promise<void>;
  /** Sends a record that brokers refuse. */
  sendWhatIsRefused(): Promise<void>;
  read(respond: Respond, options?: ReaderOptions): Promise<Reader>;
  /** The records of the dead-letter queue. */
  letters(): Promise<readonly EncodedRecord[]>;
  close(): Promise<void>;
}

export type OpenBench = (partitions: number) => Promise<EventSourceBench>;

/** A test on a bench of its own. */
export type OnBench = (partitions: number, test: (bench: EventSourceBench) => Promise<void>) => () => Promise<void>;
