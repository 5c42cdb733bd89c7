import { expect, it } from 'vitest';
import { deadLetterTopic, topicDefinitions, topicNames } from '../../../schemas/catalogue.ts';

/** Kafka's default for topics and brokers, `message.max.bytes`. */
const longest = 1_048_588;
const limitOf = (name: string): number =>
  Number(topicDefinitions.find((topic) => topic.name === name)?.configs['max.message.bytes'] ?? longest);

it.each(topicNames)('the dead-letter queue of %s takes its longest record, with what is added to it', (topic) => {
  const inBase64 = Math.ceil((limitOf(topic) * 4) / 3);
  expect(limitOf(deadLetterTopic(topic))).toBeGreaterThan(inBase64 + 10_000);
});
