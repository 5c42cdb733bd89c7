import { describe, expect, it } from 'vitest';
import { EventsRefused } from '../../../../../../functions/shared/runtime/idioms/events-refused.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { kafkaDeadLetters } from '../../../../../../functions/shared/runtime/kafka/kafka-dead-letters.ts';
import { kafkaEvents } from '../../../../../../functions/shared/runtime/kafka/kafka-events.ts';
import type { KafkaProducer } from '../../../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import type { OutgoingRecord } from '../../../../../../functions/shared/runtime/kafka/outgoing-record.ts';
import { RecordsRefused } from '../../../../../../functions/shared/runtime/kafka/produce-failure.ts';
import { validateOrderCreated } from '../../../../../../schemas/generated/validators.js';
import { schemaVersions } from '../../../../../../schemas/generated/versions.ts';
import { createdEvent, orderOf, paidEvent } from '../../../../../support/order-events.ts';

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
  it('have topic and key of the catalogue, CloudEvents headers and the trace', async () => {
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

  it('are not sent if one is invalid or of a type that the function does not emit', async () => {
    const producer = new RecordingProducer();
    const events = kafkaEvents(producer, { ORDER_CREATED: validateOrderCreated });
    await expect(events.emit([event, { ...event, amount: -1 } as typeof event], deadline)).rejects.toThrow(/\/amount/);
    await expect(events.emit([paidEvent(order)], deadline)).rejects.toThrow('emits no events of type "ORDER_PAID"');
    expect(producer.sends).toEqual([]);
  });

  it('are reported with their sizes if brokers never accept them', async () => {
    const producer = new RecordingProducer();
    producer.send = async ([record]) => {
      throw new RecordsRefused(new Map([[record, 'MESSAGE_TOO_LARGE']]));
    };
    const events = kafkaEvents(producer, { ORDER_CREATED: validateOrderCreated });
    const failure: unknown = await events.emit([event], deadline).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(EventsRefused);
    expect(failure).not.toBeInstanceOf(TransientError);
    expect((failure as EventsRefused).message).toBe(
      `Event ${event.event_id} (ORDER_CREATED, ${JSON.stringify(event).length} bytes) is not accepted by orders.created: MESSAGE_TOO_LARGE`,
    );
    const known = (failure as EventsRefused).knownTo(events);
    expect([known.faultOf(event), known.faultOf({ ...event, event_id: order.order_id })]).toEqual([
      (failure as EventsRefused).message,
      undefined,
    ]);
  });
});

describe('dead letters as Kafka records', () => {
  it('are the unchanged record with its place and the cause', async () => {
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
    await kafkaDeadLetters(producer, 'order').deadLetter([{ record, cause: 'x'.repeat(2_000) }], deadline);
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

  it('name the place of the value if brokers do not accept it together with the cause', async () => {
    const producer = new RecordingProducer();
    const letter = (offset: number, value: string) => ({
      record: {
        ...{ topic: 'orders.created', partition: 2, offset, timestamp: 0, key: Buffer.from('k') },
        value: Buffer.from(value),
        headers: [{ name: 'ce_id', value: Buffer.from('1') }],
      },
      cause: 'TypeError: no such field',
    });
    const send = producer.send.bind(producer);
    producer.send = async (records) => {
      await send(records);
      const tooLarge = records.filter(({ value }) => value?.toString() === 'large');
      if (tooLarge.length > 0) throw new RecordsRefused(new Map(tooLarge.map((one) => [one, 'MESSAGE_TOO_LARGE'])));
    };
    await kafkaDeadLetters(producer).deadLetter([letter(7, 'small'), letter(8, 'large')], deadline);
    expect(producer.sends).toHaveLength(2);
    expect(producer.sends[1]).toMatchObject([
      {
        ...{ topic: 'orders.created.dlq', key: Buffer.from('k'), value: null },
        headers: {
          'dlq-cause': 'Its 5 bytes do not fit here: read them at orders.created-2@8. TypeError: no such field',
          'dlq-source-topic': 'orders.created',
          'dlq-offset': '8',
        },
      },
    ]);
  });
});
