import { readFileSync } from 'node:fs';
import { Kafka } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { kafkaEvents } from '../../../functions/shared/runtime/kafka/kafka-events.ts';
import type { OutgoingRecord } from '../../../functions/shared/runtime/kafka/outgoing-record.ts';
import type { OrderCreated } from '../../../schemas/generated/types.ts';
import { validateOrderCreated } from '../../../schemas/generated/validators.js';
import { toCloudEvent } from '../../clients/cloud-event.ts';

const example = new URL('../../../schemas/examples/orders.created/order-created.json', import.meta.url);
const created: OrderCreated = JSON.parse(readFileSync(example, 'utf8'));

/** What the platform emits for the event, as kafkajs hands it to a consumer. */
const received = async () => {
  const sent: OutgoingRecord[] = [];
  const producer = { send: async (records: readonly OutgoingRecord[]) => void sent.push(...records) };
  await kafkaEvents(producer as never, { ORDER_CREATED: validateOrderCreated }).emit([created], Infinity as never);
  const [{ key = '', value = '', headers = {} } = {} as never] = sent;
  const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(String(text))]);
  return { key: Buffer.from(String(key)), value: Buffer.from(String(value)), headers: Object.fromEntries(bytes) };
};

describe('the CloudEvents SDK', () => {
  it('reads what the platform emits, once its headers are text', async () => {
    const event = toCloudEvent(await received());
    expect(event).toMatchObject({ type: 'ORDER_CREATED', id: created.event_id, data: created });
    expect(event.time).toBe(created.timestamp);
    expect(event.dataschema).toMatch(/^urn:orderstream:schema:orders\.created:ORDER_CREATED:\d+$/);
    expect(event.validate()).toBe(true);
  });

  it('throws on headers as kafkajs hands them over: the conversion is not in vain', async () => {
    const { key, value, headers } = await received();
    const message = { key: String(key), value, headers, body: value };
    expect(() => Kafka.toEvent(message)).toThrow(TypeError);
  });
});
