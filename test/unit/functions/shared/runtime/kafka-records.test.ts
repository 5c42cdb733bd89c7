import { describe, expect, it } from 'vitest';
import { kafkaDeadLetters } from '../../../../../functions/shared/runtime/kafka-dead-letters.ts';
import { kafkaEvents } from '../../../../../functions/shared/runtime/kafka-events.ts';
import type { KafkaProducer, OutgoingRecord } from '../../../../../functions/shared/runtime/kafka-producer.ts';
import { validateOrderCreated } from '../../../../../schemas/generated/validators.js';
import { schemaVersions } from '../../../../../schemas/generated/versions.ts';
import { createdEvent, orderOf, paidEvent } from '../../../../support/order-events.ts';

const deadline = { remainingMs: () => 60_000 };
const order = orderOf(['A']);
const event = createdEvent(order);

class RecordingProducer implements KafkaProducer {
  readonly sends: (readonly OutgoingRecord[])[] = [];
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    this.sends.push(records);
  }
  partitionOf(): undefined {
    return undefined;
  }
  async disconnect(): Promise<void> {}
}

describe('events as Kafka records', () => {
  it('carry topic and key of the catalogue, CloudEvents headers and the trace', async () => {
    const producer = new RecordingProducer();
    await kafkaEvents(producer, { ORDER_CREATED: validateOrderCreated }).emit([event], deadline);
    expect(producer.sends).toEqual([
      [
        {
          topic: 'orders.created',
          key: order.order_id,
          value: JSON.stringify(event),
          headers: {
            'content-type': 'application/json',
            ce_specversion: '1.0',
            ce_id: event.event_id,
            ce_type: 'ORDER_CREATED',
            ce_source: '/orderstream/order/intake',
            ce_time: event.timestamp,
            ce_dataschema: `urn:orderstream:schema:orders.created:ORDER_CREATED:${schemaVersions.ORDER_CREATED}`,
            traceparent: expect.stringMatching(new RegExp(`^00-${order.trace_id}-[0-9a-f]{16}-01$`)),
          },
        },
      ],
    ]);
  });

  it('are not sent at all where one is not valid, or not the function’s to send', async () => {
    const producer = new RecordingProducer();
    const events = kafkaEvents(producer, { ORDER_CREATED: validateOrderCreated });
    await expect(events.emit([event, { ...event, amount: -1 } as typeof event], deadline)).rejects.toThrow(/\/amount/);
    await expect(events.emit([paidEvent(order)], deadline)).rejects.toThrow('emits no events of type "ORDER_PAID"');
    expect(producer.sends).toEqual([]);
  });
});

describe('dead letters as Kafka records', () => {
  it('are the record untouched, with its place and the cause', async () => {
    const producer = new RecordingProducer();
    const record = {
      topic: 'orders.created',
      partition: 40,
      offset: 123,
      timestamp: 0,
      key: null,
      value: Buffer.from([0xff, 0x00]),
      headers: [
        { name: 'a', value: Buffer.from('1') },
        { name: 'b', value: Buffer.from('2') },
        { name: 'a', value: Buffer.from('3') },
      ],
    };
    await kafkaDeadLetters(producer, 'order').bury([{ record, cause: 'x'.repeat(2_000) }], deadline);
    expect(producer.sends).toEqual([
      [
        {
          topic: 'orders.created.dlq',
          key: null,
          value: record.value,
          partition: 1,
          headers: {
            a: [Buffer.from('1'), Buffer.from('3')],
            b: Buffer.from('2'),
            'dlq-cause': 'x'.repeat(512),
            'dlq-attempts': '1',
            'dlq-service': 'order',
            'dlq-source-topic': 'orders.created',
            'dlq-partition': '40',
            'dlq-offset': '123',
          },
        },
      ],
    ]);
  });
});
