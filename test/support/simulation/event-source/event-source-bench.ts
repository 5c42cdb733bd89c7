import type { PartialBatchResponse } from '../../../../functions/shared/runtime/idioms/batch.ts';
import type { EncodedRecord } from '../../../../functions/shared/runtime/idioms/kafka-record.ts';
import type { OutgoingRecord } from '../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import type { Consumer } from '../../../../schemas/catalogue.ts';

/** What came to the function at once, one partition after the other. */
export interface Delivery {
  readonly records: readonly EncodedRecord[];
}

export type Answer = PartialBatchResponse | 'crash';

/** The function: what it answers to a delivery, at once or when the test lets it. */
export type Respond = (delivery: Delivery, nth: number) => Answer | Promise<Answer>;

export interface ReaderOptions {
  /** Records of one batch at most. */
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
  /** Until everything is acknowledged. */
  drained(): Promise<void>;
  /** Another member takes at least one of its partitions, whatever is being worked at. */
  rebalance(): Promise<void>;
  /** All of its members leave and receive no response any more; another joins. */
  restart(): Promise<void>;
}

/** A topic with its dead-letter queue, empty. */
export interface EventSourceBench {
  readonly topic: string;
  send(...records: readonly Omit<OutgoingRecord, 'topic'>[]): Promise<void>;
  /** Sends something that brokers do not take. */
  sendWhatIsRefused(): Promise<void>;
  read(respond: Respond, options?: ReaderOptions): Promise<Reader>;
  /** What lies in the dead-letter queue. */
  letters(): Promise<readonly EncodedRecord[]>;
  close(): Promise<void>;
}

export type OpenBench = (partitions: number) => Promise<EventSourceBench>;

/** A test on a bench of its own. */
export type OnBench = (partitions: number, test: (bench: EventSourceBench) => Promise<void>) => () => Promise<void>;
