import type kafkajs from 'kafkajs';
import type { FailureDestination } from '../delivery/discard-records.ts';
import type { FailureMessage } from '../delivery/failure-envelope.ts';

const retryMs = 500;

/** Writes to a `kafka://` on-failure topic: one send in flight, and a new producer after a failed one. */
export class FailureTopic {
  readonly #kafka: kafkajs.Kafka;
  readonly #topic: string;
  readonly #retries: number;
  #producer: Promise<kafkajs.Producer> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(kafka: kafkajs.Kafka, topic: string, retries: number) {
    this.#kafka = kafka;
    this.#topic = topic;
    this.#retries = retries;
  }

  readonly send: FailureDestination = (messages) => {
    const sent = this.#last.then(() => this.#sendUntilTaken(messages));
    this.#last = sent.catch(() => undefined);
    return sent;
  };

  async close(): Promise<void> {
    await this.#last;
    const producer = await this.#producer?.catch(() => undefined);
    this.#producer = undefined;
    await producer?.disconnect();
  }

  async #sendUntilTaken(messages: readonly FailureMessage[]): Promise<void> {
    for (let retries = 0; ; retries += 1) {
      this.#producer ??= this.#connect();
      const connecting = this.#producer;
      try {
        const producer = await connecting;
        await producer.send({ topic: this.#topic, acks: -1, messages: [...messages] });
        return;
      } catch (error) {
        this.#producer = undefined;
        void connecting.then((producer) => producer.disconnect()).catch(() => undefined);
        if (retries >= this.#retries) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  async #connect(): Promise<kafkajs.Producer> {
    // One attempt: a new producer also looks up the leader again.
    const producer = this.#kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
    await producer.connect();
    return producer;
  }
}
