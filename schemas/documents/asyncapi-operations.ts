import { deadLetterTopic, replay, type Topic, type TopicName, topicNames, topics, typesFor } from '../catalogue.ts';
import type { JsonSchema } from '../json-schema.ts';
import { kafkaBinding } from './kafka-binding.ts';

const channel = (topic: string): JsonSchema => ({ $ref: `#/channels/${topic}` });
const messagesOf = (topic: string, types: readonly string[]): readonly JsonSchema[] =>
  types.map((type) => ({ $ref: `#/channels/${topic}/messages/${type}` }));

const operationsOf = (name: TopicName): readonly (readonly [string, JsonSchema])[] => {
  const topic: Topic = topics[name];
  const queue = deadLetterTopic(name);
  const principals = [...new Set(topic.consumers.map(({ principal }) => principal))];
  return [
    ...topic.producers.map(
      (principal) =>
        [
          `${principal}.${name}`,
          {
            action: 'send',
            channel: channel(name),
            summary: `The ${principal} service emits its facts and commands.`,
            messages: messagesOf(name, topic.eventTypes),
            'x-principal': principal,
          },
        ] as const,
    ),
    ...topic.consumers.map(
      (consumer) =>
        [
          consumer.group,
          {
            action: 'receive',
            channel: channel(name),
            summary: `Feeds the function ${consumer.function}.`,
            messages: messagesOf(name, typesFor(topic, consumer)),
            bindings: kafkaBinding({ groupId: { type: 'string', enum: [consumer.group] } }),
            'x-principal': consumer.principal,
            'x-function': consumer.function,
          },
        ] as const,
    ),
    ...principals.map(
      (principal) =>
        [
          `${principal}.${queue}`,
          {
            action: 'send',
            channel: channel(queue),
            summary: `The ${principal} service dead-letters records.`,
            messages: messagesOf(queue, ['DeadLetter']),
            'x-principal': principal,
          },
        ] as const,
    ),
    [
      `${replay.principal}.${name}`,
      {
        action: 'send',
        channel: channel(name),
        summary: 'Replays dead-lettered records unchanged, at an operator’s request.',
        messages: messagesOf(name, topic.eventTypes),
        'x-principal': replay.principal,
      },
    ],
    [
      `${replay.principal}.${queue}`,
      {
        action: 'receive',
        channel: channel(queue),
        summary: 'Looks through the queue for operators; acknowledges nothing.',
        messages: messagesOf(queue, ['DeadLetter']),
        'x-principal': replay.principal,
      },
    ],
  ];
};

/** Producers and consumers: an operation for each principal and for each consumer group. */
export const asyncOperations = (): JsonSchema => Object.fromEntries(topicNames.flatMap(operationsOf));
