import { type CloudEvent, Kafka } from 'cloudevents';
import type { KafkaMessage } from 'kafkajs';

type Received = Pick<KafkaMessage, 'key' | 'value'> & { readonly headers?: KafkaMessage['headers'] };

/** A record of ours, as kafkajs hands it over, for the CloudEvents SDK: it reads headers and values that are text. */
export const toCloudEvent = ({ key, value, headers = {} }: Received): CloudEvent<unknown> => {
  const text = Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, String(bytes)]));
  const body = String(value);
  const message = { key: String(key), headers: text, value: body, body };
  const event = Kafka.toEvent(message);
  if (Array.isArray(event)) throw new TypeError('Records of ours are one event each');
  return event as CloudEvent<unknown>;
};
